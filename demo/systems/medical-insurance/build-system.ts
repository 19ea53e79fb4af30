import { readFile } from "node:fs/promises";
import { Client } from "pg";

/** Tables of the old system, as its vendor delivered them. */
const TABLES = new URL("./tables.sql", import.meta.url);

interface Insured {
  readonly number: string;
  readonly division: string;
  readonly born: number;
}

/** One in so many people has been settled for in the last year. */
const SETTLED = 6;

/** People registered before 1999 whose card has never been changed stand in old rows with 15 digits. */
const in15 = (number: string): string => number.slice(0, 6) + number.slice(8, 17);

const INSTITUTIONS = ["市中心医院", "市第二人民医院", "市第三人民医院", "舞阳县人民医院", "临颍县人民医院"];

/** Kind, cost in yuan and own share of one settlement, spread by a number that stays the same for the same person. */
const settlementOf = ({ number, division, born }: Insured, at: number): readonly (string | null)[] => {
  const spread = Number(number.slice(6, 17)) % 9_973;
  const kind = spread % 7 === 0 ? "21" : spread % 11 === 0 ? "14" : spread % 97 === 0 ? "52" : "11";
  const total = kind === "21" ? 3_000 + spread * 6 : kind === "52" ? 4_200 + spread / 10 : 30 + spread / 20;
  const own = total * (0.15 + (spread % 40) / 100);
  const month = String(1 + (spread % 10)).padStart(2, "0");
  const day = String(1 + (spread % 28)).padStart(2, "0");
  const written = born < 1985 && spread % 3 === 0 ? in15(number) : number;
  const place = spread % INSTITUTIONS.length;
  return [
    `JS2026${String(at).padStart(8, "0")}`,
    written,
    "某某",
    kind,
    `H4111${place}`,
    INSTITUTIONS[place] ?? "",
    null,
    total.toFixed(2),
    own.toFixed(2),
    `2026${month}${day}`,
    division,
  ];
};

const insuredIn = async (register: Client): Promise<readonly Insured[]> => {
  const { rows } = await register.query<Insured>(
    `select citizen_number as number, division_code as division, extract(year from birth_date)::int as born
     from person where not deceased order by id`,
  );
  return rows.filter((_, at) => at % SETTLED === 0);
};

/**
 * Builds the medical insurer's old system for the invented city, once: a table and a view of its own, in a database of its own. It knows people by their
 * numbers and knows nothing of the hub.
 * @param registerUrl the register of people, from which the invented insured are taken
 */
export async function buildMedicalInsurance(databaseUrl: string, registerUrl: string): Promise<void> {
  const [system, register] = [databaseUrl, registerUrl].map((connectionString) => new Client({ connectionString }));
  if (system === undefined || register === undefined) return;
  await Promise.all([system.connect(), register.connect()]);
  try {
    await system.query(await readFile(TABLES, "utf8"));
    const { rowCount } = await system.query("select from yb_jsxx limit 1");
    if (rowCount !== 0) return;
    const rows = (await insuredIn(register)).map(settlementOf);
    const columns = Array.from({ length: 11 }, (_, column) => rows.map((row) => row[column] ?? null));
    const types = ["text", "text", "text", "text", "text", "text", "text", "numeric", "numeric", "text", "text"];
    const parts = types.map((type, at) => `$${at + 1}::${type}[]`).join(", ");
    await system.query(
      `insert into yb_jsxx select told.*, timestamp '2026-10-31 02:00:00' from unnest(${parts}) as told`,
      columns,
    );
    await system.query("analyze yb_jsxx");
  } finally {
    await Promise.all([system.end(), register.end()]);
  }
}
