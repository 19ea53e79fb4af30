import type { DisclosureRecord, LoggedRecord } from "../record.ts";
import { eventRecord } from "../store/event-record.ts";

const GROUND = "grant-ground";
const FILE_GRANT = "grant-file";

/** The ground of disclosures: the grants behind the hash that their records name. */
export interface Ground {
  /** `grantHash` of the disclosures. */
  readonly hash: string;
  /** `<id> <hash of the content>` of each grant. */
  readonly sources: readonly string[];
}

/** The record of a ground, which a gateway writes before the first disclosure on it. */
export function groundRecord({ hash, sources }: Ground): DisclosureRecord {
  const change = { what: GROUND, id: hash, before: null, after: sources.join(",") };
  return eventRecord("grant-change", change, { app: "gateway", grantHash: hash });
}

/** The record of a grant that a file gives: nobody approved it in the workflow, and whoever reads the ledger is told so. */
export function fileGrantRecord(id: string, before: string | null, after: string | null): DisclosureRecord {
  return eventRecord("grant-change", { what: FILE_GRANT, id, before, after }, { app: "gateway", grantHash: after });
}

/** The ground that a record states; undefined for every other record. */
export function readGround({ change }: LoggedRecord): Ground | undefined {
  if (change?.what !== GROUND) return undefined;
  return { hash: change.id, sources: (change.after ?? "").split(",").filter((source) => source !== "") };
}

/** The grant of a file that a record states, as a source; undefined for every other record. */
export function readFileGrant({ change }: LoggedRecord): string | undefined {
  return change?.what === FILE_GRANT && change.after !== null ? `${change.id} ${change.after}` : undefined;
}
