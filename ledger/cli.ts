import { parseArgs } from "node:util";
import { exportCommand } from "./command/export.ts";
import { liftCommand } from "./command/lift.ts";
import { pseudonymCommand } from "./command/pseudonym.ts";
import { receiptCommand } from "./command/receipt.ts";
import { UsageError } from "./command/usage-error.ts";
import { verifyCommand } from "./command/verify.ts";
import { logKeyIn, sm2KeyIn } from "./key-file.ts";

const HELP = `账本 Ledger: proves what was disclosed, or says where the log was touched.

  npm run ledger -- verify  [--checkpoint FILE] [--witness FILE --witness-key KEY] [--retention-months N] [--search]
  npm run ledger -- verify  --bundle FILE [--checkpoint FILE] [--witness FILE --witness-key KEY]
  npm run ledger -- export  --out FILE --by ACCOUNT [--from INDEX] [--to INDEX] | [--subject Type:pseudonym]
  npm run ledger -- lift    CASE --by ACCOUNT
  npm run ledger -- receipt get INDEX
  npm run ledger -- receipt verify FILE [--witness-key KEY]
  npm run ledger -- key     ORIGIN DIRECTORY [--sm2]
  npm run ledger -- pseudonym KEYFILE < lines of Type:identifier

Everywhere: --log-key KEY (a vkey line or a file; may be repeated after a change of key; else LEDGER_LOG_KEY, else log.pub in
LEDGER_DIRECTORY), --database URL (else DATABASE_URL_LEDGER). A bundle and a receipt need no database.
--sm2-key KEY (else LEDGER_SM2_KEY, else sm2.pub beside log.pub) is the key of a second signature line: with it the checkpoint of a
receipt or bundle, and the newest of a log, must carry that line, and no line of it may be wrong; without it such a line is named as unchecked.
--search also derives the summaries that lead searches: whether a record could be hidden from an auditor's search.
--checkpoint is a checkpoint that you kept; --witness one that a witness cosigned (GET /checkpoint of the witness).
Exit code: 0 PASS, 1 FAIL, 2 the command could not be carried out.
`;

type Command = (args: readonly string[]) => Promise<{ pass: boolean; lines: readonly string[] }>;

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ["verify", verifyCommand],
  ["export", exportCommand],
  ["receipt", receiptCommand],
  ["lift", liftCommand],
  ["key", keyCommand],
  ["pseudonym", pseudonymCommand],
]);

async function keyCommand(args: readonly string[]): Promise<{ pass: boolean; lines: readonly string[] }> {
  const options = { sm2: { type: "boolean", default: false } } as const;
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const [origin, directory] = positionals;
  if (origin === undefined || directory === undefined) throw new UsageError("key ORIGIN DIRECTORY [--sm2]");
  const pairs = [await logKeyIn(directory, origin), ...(values.sm2 ? [await sm2KeyIn(directory, origin)] : [])];
  return { pass: true, lines: pairs.map(({ verifier }) => verifier) };
}

const [name = "--help", ...args] = process.argv.slice(2);
const command = COMMANDS.get(name);
if (command === undefined || args.includes("--help")) {
  process.stdout.write(HELP);
  process.exitCode = command !== undefined || name === "--help" ? 0 : 2;
} else {
  try {
    const { pass, lines } = await command(args);
    process.stdout.write(`${lines.join("\n")}\n`);
    process.exitCode = pass ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : "failed"}\n`);
    process.exitCode = 2;
  }
}
