import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Plugin } from "vite";

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
