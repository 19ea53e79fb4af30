import { Client } from "pg";

/** A firm as an old system came to know it. */
export interface Firm {
  readonly code: string;
  readonly name: string;
  readonly division: string;
  /** A number that stays the same for the same firm, by which its rows are spread. */
  readonly spread: number;
}

/** Rows of a register of the invented city. */
export async function rowsOf<Row extends object>(
  url: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> {
  const register = new Client({ connectionString: url });
  await register.connect();
  try {
    return (await register.query<Row>(text, [...values])).rows;
  } finally {
    await register.end();
  }
}

/** The invented firms, in the order of their codes. @param url of the register of firms */
export async function firmsIn(url: string): Promise<readonly Firm[]> {
  const rows = await rowsOf<Omit<Firm, "spread">>(
    url,
    "select credit_code as code, name, division_code as division from enterprise order by credit_code",
  );
  return rows.map((row, at) => ({
    ...row,
    spread: (Number(row.code.replaceAll(/\D/g, "").slice(-9)) + at * 37) % 9_973,
  }));
}

/** Citizen numbers of some invented adults. @param url of the register of people */
export async function peopleIn(url: string): Promise<readonly string[]> {
  const rows = await rowsOf<{ readonly number: string }>(
    url,
    `select citizen_number as number from person
     where not deceased and birth_date between '1955-01-01' and '1998-12-31' order by id limit 200`,
  );
  return rows.map(({ number }) => number);
}
