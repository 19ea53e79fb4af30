import { open } from "node:fs/promises";
import { parseArgs } from "node:util";
import { exportBundle, type Selection } from "../evidence/export-bundle.ts";
import { LOG_OPTIONS, withSnapshot } from "./log-options.ts";
import { UsageError } from "./usage-error.ts";

/** `export`: writes an evidence bundle to --out. Gives the number of records. */
export async function exportCommand(args: readonly string[]): Promise<{ pass: boolean; lines: readonly string[] }> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...LOG_OPTIONS,
      from: { type: "string", default: "0" },
      to: { type: "string" },
      subject: { type: "string" },
      out: { type: "string" },
    },
  });
  if (values.out === undefined) throw new UsageError("export needs --out FILE");
  const selection = selectionOf(values);
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
    return { pass: true, lines: [`${lines - 1} records written to ${values.out}`] };
  } finally {
    await file.close();
  }
}

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
