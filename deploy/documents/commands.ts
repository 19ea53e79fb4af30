import { readFileSync } from "node:fs";

/** Where each command of the hub explains itself: the flags of its `--help`. */
const EXPLAINED: Readonly<Record<string, readonly string[]>> = {
  start: ["deploy/start.ts"],
  gateway: ["gateway/command-line/usage.ts"],
  subgraph: ["subgraphs/kit/main.ts"],
  witness: ["ledger/witness/main.ts"],
  migrate: ["deploy/operate/migrate.ts"],
  appoint: ["deploy/operate/appoint.ts"],
  assess: ["deploy/operate/assess.ts"],
  publication: ["deploy/publication/publish.ts"],
  found: ["deploy/operate/found.ts"],
  keys: ["deploy/operate/keys.ts"],
  status: ["deploy/operate/status/status.ts"],
  ledger: ["ledger/command/run-ledger.ts", "ledger/command/log-options.ts"],
  "check-operations": ["deploy/operate/check-operations.ts"],
  client: ["deploy/client/client.ts", "deploy/client/asking-app.ts"],
  operations: ["deploy/client/operations.ts", "deploy/client/asking-app.ts"],
  assistant: ["deploy/assistant/assistant.ts", "deploy/client/asking-app.ts"],
  export: ["deploy/export/export.ts", "deploy/client/asking-app.ts"],
  explain: ["gateway/command-line/explain.ts"],
  seed: ["demo/city/arguments.ts"],
  token: ["demo/identities/token.ts"],
  logins: ["deploy/operate/logins.ts"],
};

/** The flags of each command, as its source tells them. */
export function flagsOfCommands(): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    Object.entries(EXPLAINED).map(([command, paths]) => {
      const text = paths.map((path) => readFileSync(path, "utf8")).join("\n");
      return [command, new Set(["--help", ...(text.match(/--[a-z][a-z0-9-]*/g) ?? [])])];
    }),
  );
}

/** One use of the hub's command line in a document. */
export interface Use {
  readonly command: string;
  readonly flags: readonly string[];
}

const WORDS = /(?:npm run (?:--silent )?|npx shali-hub |\bshali-hub )([a-z][\w:-]*)([^`|#&;]*)/g;

/** The command lines in a text, with those that go on behind a backslash in one. */
export function usesIn(text: string): readonly Use[] {
  return [...text.replaceAll(/\\\n\s*/g, " ").matchAll(WORDS)].map(([, command = "", rest = ""]) => ({
    command,
    flags: (rest.split("\n")[0] ?? "").match(/(?<=\s)--[a-z][a-z0-9-]*/g) ?? [],
  }));
}
