import { rowsOf } from "../registers.ts";
import type { ServedSystem } from "../serve.ts";
import { servePayrollBank, type Moods, type ReturnedPayment } from "./serve-system.ts";

/** How an account ends that its holder has closed: wages paid into it come back the next day. */
const CLOSED = "0009";

interface PaidLine {
  readonly id: number;
  readonly project: string;
  readonly person: string;
  readonly fen: string;
  readonly month: string;
  readonly backPay: boolean;
  readonly paidOn: string;
  readonly returnedOn: string;
  readonly division: string;
}

const LINES = `
  select id, project_code as project, person_id as person, paid_amount::text as fen, replace(month, '-', '') as month, is_back_pay as "backPay",
    to_char(paid_on, 'YYYYMMDD') as "paidOn", to_char(paid_on + 1, 'YYYYMMDD') as "returnedOn", division_code as division
  from payroll_line where paid_on is not null and paid_amount > 0 and account like '%${CLOSED}' order by id`;

const returned =
  (registers: Readonly<Record<"human-resources" | "public-security", string>>) =>
  async (): Promise<readonly ReturnedPayment[]> => {
    const lines = await rowsOf<PaidLine>(registers["human-resources"], LINES);
    const holders = await rowsOf<{ readonly id: string; readonly number: string; readonly name: string }>(
      registers["public-security"],
      "select id, citizen_number as number, name from person where id = any($1)",
      [lines.map(({ person }) => person)],
    );
    const holderOf = new Map(holders.map((holder) => [holder.id, holder]));
    return lines.map(({ id, project, person, fen, month, backPay, paidOn, returnedOn, division }) => ({
      lsh: `TP${String(id).padStart(10, "0")}`,
      xmbh: project,
      zjhm: holderOf.get(person)?.number ?? "",
      hm: holderOf.get(person)?.name ?? "",
      je: (Number(fen) / 100).toFixed(2),
      ssny: month,
      sfbf: backPay ? "1" : "0",
      zfrq: paidOn,
      tprq: returnedOn,
      tpyy: "01",
      xzqh: division,
    }));
  };

/** Starts the front of the bank that pays the wages of the invented city's construction workers. */
export function startPayrollBank(
  registers: Readonly<Record<"human-resources" | "public-security", string>>,
  moods?: Moods,
): Promise<ServedSystem> {
  return servePayrollBank(returned(registers), moods);
}
