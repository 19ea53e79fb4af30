import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { lean } from "./build/lean.ts";

/** Prettier comes with the first press of its button, and not before: such chunks lie apart. */
const output = {
  chunkFileNames: ({ moduleIds }: { readonly moduleIds: readonly string[] }) =>
    moduleIds.some((id) => id.includes("/node_modules/prettier/"))
      ? "assets/on-demand/[name]-[hash].js"
      : "assets/[name]-[hash].js",
};

const COMPRESSIBLE = /\.(html|js|css|svg|ttf|json)$/;

/**
 * Writes a `.br` and a `.gz` neighbour of every text or font file of the build, so that the gateway never
 * compresses anything itself. A neighbour that would not be smaller is not written.
 */
export function compressed(): Plugin {
  let folder = "";
  return {
    name: "compressed-neighbours",
    apply: "build",
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir);
    },
    async closeBundle() {
      const files = await readdir(folder, { recursive: true });
      const sources = files.filter((file) => COMPRESSIBLE.test(file));
      await Promise.all(sources.map((file) => compress(join(folder, file))));
    },
  };
}

async function compress(file: string): Promise<void> {
  const source = await readFile(file);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_SIZE_HINT]: source.length };
  const [brotli, zipped] = await Promise.all([
    promisify(brotliCompress)(source, { params }),
    promisify(gzip)(source, { level: 9 }),
  ]);
  if (brotli.length < source.length) await writeFile(`${file}.br`, brotli);
  if (zipped.length < source.length) await writeFile(`${file}.gz`, zipped);
}

/** The gateway serves `dist/index.html` at GET /graphql and everything else below /graphql/assets/. */
export default defineConfig({
  base: "/graphql/",
  plugins: [react(), lean(), compressed()],
  worker: { format: "es", plugins: () => [lean()], rolldownOptions: { output } },
  build: {
    target: "es2022",
    outDir: "dist",
    emptyOutDir: true,
    // Nothing inline: fonts and pictures come from our own origin, so the content security policy stays short.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 3000,
    reportCompressedSize: false,
    rolldownOptions: { output, checks: { moduleLevelDirective: false } },
  },
});
