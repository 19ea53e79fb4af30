import { runLedger } from "./command/run-ledger.ts";

const { code, text } = await runLedger(process.argv.slice(2));
(code === 2 ? process.stderr : process.stdout).write(text);
process.exitCode = code;
