import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { readReceipt } from "../store/read-receipt.ts";
import { hashOfOrigin, hasherFor } from "../tree/hasher.ts";
import { verifyReceipt } from "../tree/receipt.ts";
import { LOG_OPTIONS, logKeys, uncheckedNote, withSnapshot, witnessKeys } from "./log-options.ts";
import { UsageError } from "./usage-error.ts";

const REASONS = {
  MALFORMED: "not a receipt",
  SIGNATURE: "the checkpoint is not signed by the log's key, or one of its lines is wrong",
  SECOND_SIGNATURE: "the checkpoint has no second signature by the SM2 key",
  WITNESS: "the witness did not cosign the checkpoint",
  PROOF: "the record is not the one in the log",
} as const;

/** `receipt verify FILE` works without the hub; `receipt get INDEX` prints the receipt of a record. */
export async function receiptCommand(args: readonly string[]): Promise<{ pass: boolean; lines: readonly string[] }> {
  const { values, positionals } = parseArgs({ args: [...args], options: LOG_OPTIONS, allowPositionals: true });
  const [verb, argument] = positionals;
  if (argument === undefined) throw new UsageError("receipt verify FILE, or receipt get INDEX");
  if (verb === "get") {
    const [key] = await logKeys(values);
    const hasher = hasherFor(hashOfOrigin(key?.name ?? ""));
    const receipt = await withSnapshot(values, (client) => readReceipt(client, hasher, Number(argument)));
    return receipt === null ? { pass: false, lines: ["no receipt (yet)"] } : { pass: true, lines: [receipt.trimEnd()] };
  }
  if (verb !== "verify") throw new UsageError("receipt verify FILE, or receipt get INDEX");
  const keys = { log: await logKeys(values), witnesses: await witnessKeys(values) };
  const verdict = verifyReceipt(await readFile(argument, "utf8"), keys);
  if (!verdict.ok) return { pass: false, lines: [`FAIL ${REASONS[verdict.reason]}`] };
  const { checkpoint, index, leaf, unchecked } = verdict;
  const notes = uncheckedNote(unchecked, keys.log);
  return { pass: true, lines: [`PASS index ${index} of ${checkpoint.size} in ${checkpoint.origin}`, leaf, ...notes] };
}
