import { byKey } from "../amounts.ts";
import { isoDate } from "../calendar.ts";
import type { ClueFact, OwnFacts } from "../facts.ts";
import type { WageRecords } from "./wage-records.ts";

/** The books of one project, without what its workers did elsewhere. */
export type ProjectRecords = Omit<OwnFacts, "attendanceElsewhere" | "payElsewhere"> & {
  /** Division of the project, as the first of its rows has it; null: the department knows nothing of the project. */
  readonly divisionCode: string | null;
};

const day = (date: Date | null): string | null => (date === null ? null : isoDate(date));

const CHANNELS: Readonly<Record<WageRecords["clues"][number]["channel"], string>> = {
  NATIONAL_PLATFORM: "国家平台",
  HOTLINE_12345: "12345热线",
  FINGERTIP: "指尖维权",
  PETITION: "信访",
};

/** Timestamps are told by the calendar of the city, which is eight hours ahead of UTC all year. */
const localDay = (at: Date): string => isoDate(new Date(at.getTime() + 8 * 3_600_000));

const clueFact = (row: WageRecords["clues"][number]): ClueFact => ({
  channel: CHANNELS[row.channel],
  receivedOn: localDay(row.receivedAt),
  workers: row.workers,
  amount: Number(row.amount),
  status: row.status,
  closedOn: row.closedAt === null ? null : localDay(row.closedAt),
});

/** Rows of one project, out of those of all. */
const rowsOf = <Row extends { readonly projectCode: string | null }>(rows: readonly Row[]) => {
  const groups = byKey(rows, ({ projectCode }) => projectCode);
  return (code: string): readonly Row[] => groups.get(code) ?? [];
};

/** Sorts rows into one project's facts each. */
export function factsByProject(records: WageRecords): (code: string) => ProjectRecords {
  const [accounts, deposits, roster] = [rowsOf(records.accounts), rowsOf(records.deposits), rowsOf(records.roster)];
  const [attendance, lines, clues] = [rowsOf(records.attendance), rowsOf(records.lines), rowsOf(records.clues)];
  return (code) => ({
    divisionCode:
      [accounts, deposits, roster, attendance, lines, clues].flatMap((of) => of(code)[0] ?? [])[0]?.divisionCode ??
      null,
    accounts: accounts(code).map((row) => ({
      bank: row.bank,
      openedOn: isoDate(row.openedOn),
      labourRatio: row.labourRatio,
      lastTransferOn: day(row.lastTransferOn),
      publicisedOn: day(row.publicisedOn),
      closedOn: day(row.closedOn),
    })),
    deposits: deposits(code).map((row) => ({
      amount: Number(row.amount),
      requiredAmount: Number(row.requiredAmount),
      validTo: isoDate(row.validTo),
      isExempt: row.form === "EXEMPT",
    })),
    roster: roster(code).map((row) => ({
      person: row.personId,
      enteredOn: isoDate(row.enteredOn),
      leftOn: day(row.leftOn),
      hasContract: row.hasContract,
      settledOn: day(row.settledOn),
      payDay: row.payDay === null ? null : { day: row.payDay, inSameMonth: row.paysInSameMonth },
    })),
    attendance: attendance(code)[0]?.rows ?? [],
    lines: lines(code)[0]?.rows ?? [],
    clues: clues(code).map(clueFact),
  });
}
