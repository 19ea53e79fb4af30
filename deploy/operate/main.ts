import { carryOut, type OperatorCommand } from "./command.ts";

/** Loaded by name: none waits for the others' parts. */
const COMMANDS: ReadonlyMap<string, () => Promise<OperatorCommand>> = new Map([
  ["appoint", async () => (await import("./appoint.ts")).appointCommand],
  ["found", async () => (await import("./found.ts")).foundCommand],
  ["keys", async () => (await import("./keys.ts")).keysCommand],
  ["migrate", async () => (await import("./migrate.ts")).migrateCommand],
]);

const [name = "", ...args] = process.argv.slice(2);
const load = COMMANDS.get(name);
if (load === undefined) throw new Error(`No command "${name}"; there are: ${[...COMMANDS.keys()].join(", ")}`);
const { code, text } = await carryOut(await load(), args);
(code === 0 ? process.stdout : process.stderr).write(text);
process.exitCode = code;
