import { parseArgs } from "node:util";
import { eventRecord } from "../store/event-record.ts";
import { LOG_OPTIONS, withLedger } from "./log-options.ts";
import { UsageError } from "./usage-error.ts";

/**
 * `lift CASE --by ACCOUNT`: ends a covert investigation. A record, and what takes effect at once: from now on the people concerned see
 * what was withheld from them. It cannot be taken back, as nothing in the log can.
 */
export async function liftCommand(args: readonly string[]): Promise<{ pass: boolean; lines: readonly string[] }> {
  const options = { ...LOG_OPTIONS, by: { type: "string" } } as const;
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const [investigation] = positionals;
  if (investigation === undefined || values.by === undefined) throw new UsageError("lift CASE --by ACCOUNT");
  const { by } = values;
  return withLedger(values, async (ledger) => {
    const { rows } = await ledger.database.query<{ records: string }>(
      "SELECT count(*) AS records FROM ledger.leaves WHERE covert = $1",
      [investigation],
    );
    const records = rows[0]?.records ?? "0";
    if (records === "0") return { pass: false, lines: [`No record belongs to ${investigation}`] };
    const change = { what: "covert-lift", id: investigation, before: null, after: null };
    const { index } = await ledger.append(eventRecord("workflow", change, { officer: by }));
    return { pass: true, lines: [`${records} records are shown from now on, recorded at index ${index}`] };
  });
}
