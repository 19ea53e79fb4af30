import { open } from "node:fs/promises";
import { parseArgs } from "node:util";
import { exportBundle, type Selection } from "../evidence/export-bundle.ts";
import { eventRecord } from "../store/event-record.ts";
import { LOG_OPTIONS, withLedger, withSnapshot, type LogValues } from "./log-options.ts";
import { UsageError } from "./log-options.ts";

/**
 * `export`: writes an evidence bundle to --out. Taking records out is a disclosure of its own: that --by did it is durable in the log
 * (kind "audit-read") before the first of them is read. Gives the number of records.
 */
export async function exportCommand(args: readonly string[]): Promise<{ pass: boolean; lines: readonly string[] }> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...LOG_OPTIONS,
      from: { type: "string", default: "0" },
      to: { type: "string" },
      subject: { type: "string" },
      by: { type: "string" },
      out: { type: "string" },
    },
  });
  if (values.out === undefined) throw new UsageError("export needs --out FILE");
  if (values.by === undefined) throw new UsageError("export needs --by ACCOUNT: who takes records out is recorded");
  const selection = selectionOf(values);
  const read = await recordExport(values, selection, values.by);
  // "wx": evidence is never written over.
  const file = await open(values.out, "wx", 0o600);
  try {
    const lines = await withSnapshot(values, async (client) => {
      let written = 0;
      for await (const line of exportBundle(client, selection)) {
        await file.write(`${line}\n`);
        written++;
      }
      return written;
    });
    await file.sync();
    return { pass: true, lines: [`${lines - 1} records written to ${values.out}, recorded at index ${read}`] };
  } finally {
    await file.close();
  }
}

function recordExport(values: LogValues, selection: Selection, by: string): Promise<number> {
  return withLedger(values, async (ledger) => {
    const [type = "", pseudonym = ""] = selection.kind === "subject" ? splitSubject(selection.subject) : [];
    const { index } = await ledger.append(
      eventRecord(
        "audit-read",
        { what: "export", id: selection.kind, before: null, after: JSON.stringify(selection) },
        { app: "ledger-export", officer: by, subjects: selection.kind === "subject" ? [{ type, pseudonym }] : [] },
      ),
    );
    return index;
  });
}

const splitSubject = (subject: string): readonly [string, string] => {
  const at = subject.indexOf(":");
  return [subject.slice(0, at), subject.slice(at + 1)];
};

function selectionOf(values: { from: string; to?: string; subject?: string }): Selection {
  if (values.subject !== undefined) {
    if (!values.subject.includes(":")) throw new UsageError("--subject is Type:pseudonym, for instance Person:q83v…");
    return { kind: "subject", subject: values.subject };
  }
  const from = Number(values.from);
  const to = values.to === undefined ? Number.MAX_SAFE_INTEGER : Number(values.to);
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 0 || from >= to) {
    throw new UsageError("--from and --to are indexes, from before to");
  }
  return { kind: "range", from, to };
}
