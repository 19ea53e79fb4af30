#!/usr/bin/env -S node --min-semi-space-size=32 --max-semi-space-size=32 --heap-growing-percent=100
import { readFileSync } from "node:fs";
import { CommandMistake, didYouMean, endOver } from "../../host/command-line.ts";
import { installed } from "../../host/installed.ts";
import { carryOut, type OperatorCommand } from "./command.ts";

/** One command: a line about it, and how it is begun. None is loaded before it is asked for. */
interface Command {
  readonly does: string;
  readonly begin: (args: readonly string[]) => Promise<unknown>;
}

/** A program reads its own arguments, as if it had been started alone. */
const program = (does: string, load: () => Promise<unknown>): Command => ({
  does,
  begin: (args) => {
    process.argv.splice(2, Infinity, ...args);
    return load();
  },
});

const operator = (does: string, load: () => Promise<OperatorCommand>): Command => ({
  does,
  begin: async (args) => {
    const { code, text, isAnswer } = await carryOut(await load(), args);
    (code === 0 || isAnswer === true ? process.stdout : process.stderr).write(text);
    process.exitCode = code;
  },
});

const COMMANDS: Readonly<Record<string, Command>> = {
  start: program("the whole hub on this machine, with an invented city", () => import("../start.ts")),
  gateway: program("serves a supergraph, under grants", () => import("../../gateway/main.ts")),
  subgraph: program("serves one department, or a service of the hub", () => import("../../subgraphs/kit/main.ts")),
  witness: program("cosigns the ledger's checkpoints", () => import("../../ledger/witness/main.ts")),
  migrate: operator("brings databases to this version", async () => (await import("./migrate.ts")).migrateCommand),
  appoint: operator(
    "brings in an administrator where one is gone",
    async () => (await import("./appoint.ts")).appointCommand,
  ),
  found: operator("opens the register of parties, once", async () => (await import("./found.ts")).foundCommand),
  logins: operator(
    "whose logins at the city's OpenID provider are",
    async () => (await import("./logins.ts")).loginsCommand,
  ),
  keys: operator("makes and changes keys of seals and envelopes", async () => (await import("./keys.ts")).keysCommand),
  assess: operator("has wage warnings assessed as of a day", async () => (await import("./assess.ts")).assessCommand),
  publication: operator(
    "the public catalogue and a year's sharing in numbers",
    async () => (await import("../publication/publish.ts")).publicationCommand,
  ),
  export: operator(
    "writes a registered operation as CSV, NDJSON or a workbook",
    async () => (await import("../export/export.ts")).exportCommand,
  ),
  ledger: program("verifies, exports and keeps the log of disclosures", () => import("../../ledger/cli.ts")),
  status: operator(
    "the whole deployment in one screen",
    async () => (await import("./status/status.ts")).statusCommand,
  ),
  client: operator("typed documents for an app", async () => (await import("../client/client.ts")).clientCommand),
  operations: operator(
    "registers what an app asks by an id",
    async () => (await import("../client/operations.ts")).operationsCommand,
  ),
  assistant: operator(
    "drafts an answer by a language model, which asks the hub",
    async () => (await import("../assistant/assistant.ts")).assistantCommand,
  ),
  "check-operations": operator(
    "which registered operations a change breaks",
    async () => (await import("./check-operations.ts")).checkOperationsCommand,
  ),
  explain: program("how a question would be answered, and why", () => import("../../demo/identities/explain.ts")),
  seed: program("builds an invented city", () => import("../../demo/city/main.ts")),
  token: program("a token of the running demo for one of its people", () => import("../../demo/identities/token.ts")),
};

/** Milliseconds between two looks at the process that began this one. */
const LOOK = 200;

/**
 * npx tells a signal to the shell between itself and the hub, and the shell ends without passing it on: its end is the signal. Scripts of
 * package.json begin with `exec` instead, so that npm's signals arrive.
 */
const followNpx = (): void => {
  if (!/^shali-hub\b/.test(process.env["npm_lifecycle_script"] ?? "")) return;
  const shell = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(timer);
    process.kill(process.pid, "SIGTERM");
  }, LOOK);
  timer.unref();
};

const names = Object.keys(COMMANDS);

const usage = `沙澧数据共享枢纽 Shali Hub

  shali-hub COMMAND [arguments]      from a checkout: npm run COMMAND -- [arguments]

${Object.entries(COMMANDS)
  .map(([name, { does }]) => `  ${name.padEnd(10)} ${does}`)
  .join("\n")}

Each explains itself: shali-hub COMMAND --help. --version tells the version. An unknown command or flag ends with exit code 2.
`;

const version = (): string =>
  (JSON.parse(readFileSync(installed("package.json"), "utf8")) as { readonly version: string }).version;

const run = async ([name = "--help", ...args]: readonly string[]): Promise<void> => {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command !== undefined) await command.begin(args);
  else if (name === "--help" || name === "help") process.stdout.write(usage);
  else if (name === "--version") process.stdout.write(`${version()}\n`);
  else throw new CommandMistake(`No command "${name}".${didYouMean(name, names)} There are: ${names.join(", ")}.`);
};

followNpx();
await run(process.argv.slice(2)).catch(endOver);
