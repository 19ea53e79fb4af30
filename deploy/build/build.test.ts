import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { buildHub } from "./build.ts";

/** The package is made as `npm pack` makes it, from a build of its own, and looked at; deploy/build/try-install.sh installs it. */

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "package-"));
  await Promise.all([
    buildHub(join(folder, "dist")),
    ...["package.json", "README.md"].map((name) => cp(name, join(folder, name))),
  ]);
});
afterAll(() => rm(folder, { recursive: true }));

const built = (): readonly string[] =>
  readdirSync(join(folder, "dist"), { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".js"));

test("O12: the package holds the built hub, and neither tests nor sources nor benches nor secrets", async () => {
  const pack = ["pack", "--dry-run", "--json", "--ignore-scripts"];
  const { stdout } = await promisify(execFile)("npm", pack, { cwd: folder, maxBuffer: 2 ** 24 });
  const [{ files, size }] = JSON.parse(stdout) as [{ files: readonly { path: string }[]; size: number }];
  const paths = files.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(["dist/deploy/operate/shali-hub.js", "dist/schema/supergraph.graphql"]));
  expect(paths.filter((path) => !/^(?:dist\/|package\.json$|README)/.test(path))).toEqual([]);
  expect(
    paths.filter((path) =>
      /\.tsx?$|\.test\.|(?:^|\/)(?:tests|fixtures|bench|\.hub)\/|(?:private|seal)-keys?\.json$|\.(?:key|pem)$|\.env/.test(
        path,
      ),
    ),
  ).toEqual([]);
  expect(size).toBeLessThan(12_000_000);
});

test("O12: each file that the built hub names beside its code is there", () => {
  const dist = join(folder, "dist");
  const named = built().flatMap((path) => {
    const code = path.startsWith("console/") ? "" : readFileSync(join(dist, path), "utf8");
    const beside = [...code.matchAll(/new URL\("([^"]+)", import\.meta\.url\)/g)].map(([, name = ""]) =>
      resolve(dist, dirname(path), name),
    );
    const ours = [...code.matchAll(/\binstalled\("([^"]+)"\)/g)].map(([, name = ""]) => resolve(dist, name));
    const programs = [...code.matchAll(/\bprogramOf\("([^"]+)"\)/g)].map(([, name = ""]) =>
      resolve(dist, `${name}.js`),
    );
    return [...beside, ...ours, ...programs];
  });
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
});

test("O12: it runs without a loader, and a stack is led back to the source", async () => {
  const program = join(folder, "dist/deploy/operate/shali-hub.js");
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, [program, ...args], { cwd: folder, env: {} }).then(
      ({ stdout }) => [0, stdout] as const,
      (error: unknown) => {
        const { code, stderr } = error as { code: number; stderr: string };
        return [code, stderr] as const;
      },
    );
  expect(await run("--help")).toEqual([0, expect.stringContaining("shali-hub COMMAND")]);
  expect(await run("--version")).toEqual([0, "0.1.0\n"]);
  expect(await run("gatway")).toEqual([
    2,
    expect.stringMatching(/^No command "gatway"\. Did you mean gateway\? There are: /),
  ]);
  const map = JSON.parse(await readFile(`${program}.map`, "utf8")) as { sourcesContent: readonly string[] };
  expect(map.sourcesContent).toEqual([await readFile("deploy/operate/shali-hub.ts", "utf8")]);
});
