import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";

const dist = join(dirname(fileURLToPath(import.meta.url)), "../../console/dist");

/** Bytes that a first visit may load, however the browser asks for them. */
const BUDGET = 1_500_000;

const files = existsSync(dist)
  ? readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((file) => statSync(join(dist, file)).isFile())
  : [];
const sources = files.filter((file) => !/\.(br|gz)$/.test(file));
const bytes = (file: string) => statSync(join(dist, file)).size;
const text = (file: string) => readFileSync(join(dist, file), "utf8");

/** Not loaded before its button is pressed. */
const onDemand = (file: string) => file.includes("on-demand");

/** What the gateway sends for a file to a browser that takes this encoding. */
const sent = (file: string, ending: string) => bytes(files.includes(file + ending) ? file + ending : file);

// `npm ci` builds the playground; a checkout without it has nothing to weigh.
(files.length > 0 ? describe : describe.skip)("the built playground", () => {
  test.each([".br", ".gz"])("a first visit loads less than 1.5 MB as %s", (ending) => {
    const first = sources.filter((file) => !onDemand(file));
    const total = first.reduce((sum, file) => sum + sent(file, ending), 0);
    expect(total).toBeGreaterThan(300_000); // otherwise this test weighs the wrong files
    expect(total).toBeLessThan(BUDGET);
  });

  test("every compressed neighbour holds exactly its file", () => {
    for (const file of sources.filter((name) => name.endsWith(".html") || name.endsWith(".css"))) {
      const source = readFileSync(join(dist, file));
      if (files.includes(`${file}.br`))
        expect(brotliDecompressSync(readFileSync(join(dist, `${file}.br`)))).toEqual(source);
      if (files.includes(`${file}.gz`)) expect(gunzipSync(readFileSync(join(dist, `${file}.gz`)))).toEqual(source);
    }
    expect(files).toEqual(expect.arrayContaining(["index.html.br", "index.html.gz"]));
  });

  test("every asset carries a hash of its content and may be cached for ever", () => {
    const assets = sources.filter((file) => file !== "index.html");
    expect(assets.filter((file) => !/^assets\/(on-demand\/)?[\w.-]+-[\w-]{8}\.\w+$/.test(file))).toEqual([]);
  });

  test("the page asks no other host for anything and runs no inline script", () => {
    const page = text("index.html");
    const links = [...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, link = ""]) => link);
    expect(links.length).toBeGreaterThan(2);
    expect(links.filter((link) => !link.startsWith("/graphql/assets/"))).toEqual([]);
    expect(page).not.toMatch(/<script(?![^>]*\bsrc=)/);
    for (const style of sources.filter((file) => file.endsWith(".css"))) {
      expect(text(style)).not.toMatch(/(url\(\s*["']?|@import\s+["'])(https?:)?\/\//);
    }
  });

  test("carries the playground's title", () => {
    expect(text("index.html")).toContain("<title>沙澧数据共享枢纽 · Playground</title>");
  });
});
