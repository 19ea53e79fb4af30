import { findDisclosures } from "../../ledger/query/find-disclosures.ts";
import { statedIn, type SignStatement } from "../../ledger/grants/statement.ts";
import { eventRecord } from "../../ledger/store/event-record.ts";
import type { Ledger } from "../../ledger/store/open-ledger.ts";
import type { SharingEvent } from "./event.ts";
import type { SharingServices } from "./services.ts";

/** Disclosures that one correction is linked to, at most. */
const MOST_LINKED = 100;

/** Outcomes by which a value, or a result computed from it, reached the caller. */
const CARRYING = ["CLEAR", "MASKED", "DERIVED"] as const;

const recordOf = (
  { kind, change, stated, time, app, department, officer, detail, grantHash }: SharingEvent,
  sign: SignStatement,
) =>
  eventRecord(kind, stated ?? change, {
    ...(grantHash === undefined ? {} : statedIn({ grant: change.id, hash: grantHash, time }, sign)),
    time,
    app,
    department,
    officer,
    decision: "refused" in detail ? "REFUSED" : "RECORDED",
  });

/**
 * Services of the workflow over a ledger: each step is a leaf before it is committed, a grant's with the signed hash of what the
 * grant has become, and a correction finds the disclosures that carried the value. Covert investigations stay withheld, as from everybody.
 */
export function ledgerServices(
  ledger: Pick<Ledger, "append" | "database">,
  sign: SignStatement,
): Pick<SharingServices, "onEvent" | "disclosuresOf"> {
  return {
    onEvent: async (event) => {
      await ledger.append(recordOf(event, sign));
    },
    disclosuresOf: async ({ coordinate, subject, department }) => {
      const [typeName = ""] = coordinate.split(".");
      const filter = { coordinate, department, subject: `${typeName}:${subject}` };
      const pages = await Promise.all(
        CARRYING.map((outcome) => findDisclosures(ledger.database, { ...filter, outcome }, { limit: MOST_LINKED })),
      );
      const indexes = new Set(pages.flatMap(({ disclosures }) => disclosures.map(({ index }) => index)));
      return [...indexes]
        .sort((one, other) => other - one)
        .slice(0, MOST_LINKED)
        .map(String);
    },
  };
}
