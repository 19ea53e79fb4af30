import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Client } from "pg";
import { encodeGbk } from "../gbk.ts";

interface Firm {
  readonly code: string;
  readonly division: string;
}

const HEADER = "流水号,统一社会信用代码,行政区划,用电日期,用电量,电费,联系电话";
const DAY = { file: "20261030", written: "2026/10/30" };

const lineOf = ({ code, division }: Firm, at: number): string => {
  const spread = Number(code.slice(2, 8)) + at * 37;
  const hours = 20 + (spread % 4_000) / 10;
  const meter = `D${DAY.file}${String(at).padStart(6, "0")}`;
  return [meter, code, division, DAY.written, hours.toFixed(1), (hours * 0.62).toFixed(2), "0395-0000000"].join(",");
};

/**
 * Drops one night's file of the power supplier's old system: CSV in GBK, and beside it the number of its rows once it is complete. Nothing is done
 * where there are files already.
 * @param registerUrl the register of firms, from which the invented customers are taken
 */
export async function buildElectricity(folder: string, registerUrl: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0) return;
  const register = new Client({ connectionString: registerUrl });
  await register.connect();
  try {
    const { rows } = await register.query<Firm>(
      "select credit_code as code, division_code as division from enterprise order by credit_code",
    );
    const file = join(folder, `rydl_${DAY.file}.csv`);
    await writeFile(file, encodeGbk(`${[HEADER, ...rows.map(lineOf)].join("\r\n")}\r\n`));
    await writeFile(`${file}.ok`, `${rows.length}\n`);
  } finally {
    await register.end();
  }
}
