import { findDisclosures } from "../../ledger/query/find-disclosures.ts";
import { statedIn, statementSigner, type SignStatement } from "../../ledger/grants/statement.ts";
import { Statements } from "../../ledger/grants/statements.ts";
import { eventRecord } from "../../ledger/store/event-record.ts";
import type { Ledger } from "../../ledger/store/open-ledger.ts";
import { ed25519Verifier, type KeyPair } from "../../ledger/tree/key.ts";
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
    ...(grantHash === undefined
      ? {}
      : statedIn({ matter: change.what === "party" ? "party" : "grant", id: change.id, hash: grantHash, time }, sign)),
    time,
    app,
    department,
    officer,
    decision: "refused" in detail ? "REFUSED" : "RECORDED",
  });

/**
 * Services of the workflow over a ledger: each step is a leaf before it is committed, a grant's or a party's with the signed hash of what it
 * has become; nobody acts whose entry in the register is not stated there; and a correction finds the disclosures that carried the value.
 * Covert investigations stay withheld, as from everybody.
 * @param key the sharing service's
 */
export function ledgerServices(
  ledger: Pick<Ledger, "append" | "database">,
  { secret, verifier }: Pick<KeyPair, "secret" | "verifier">,
): Pick<SharingServices, "onEvent" | "disclosuresOf"> & Required<Pick<SharingServices, "areStated">> {
  const sign = statementSigner(secret);
  const statements = new Statements([ed25519Verifier(verifier)]);
  return {
    areStated: async (parties) => {
      await statements.read(ledger.database);
      return [...parties].every(([party, hash]) => statements.holds("party", party, hash));
    },
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
