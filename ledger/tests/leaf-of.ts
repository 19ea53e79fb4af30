import { sealLeaf } from "../leaf.ts";
import type { DisclosureRecord, LoggedRecord } from "../record.ts";
import { hasherFor } from "../tree/hasher.ts";

/** The record as it stands in the log. */
export function leafOf(record: DisclosureRecord): LoggedRecord {
  return JSON.parse(sealLeaf(record, hasherFor("sha256")).bytes.toString("utf8")) as LoggedRecord;
}
