import { parseArgs } from "node:util";
import { findIdentity, readDemoIdentities } from "./demo-identities.ts";

const args = process.argv.slice(2);
const { values, tokens } = parseArgs({
  args,
  strict: false,
  tokens: true,
  options: { app: { type: "string" }, department: { type: "string" }, officer: { type: "string" } },
});

/** Flags that a demo identity answers by itself. @throws UnknownIdentity */
const flagsOf = (app: string, officer: string | undefined): readonly string[] => {
  const identity = findIdentity(readDemoIdentities(), app, officer);
  const division = identity.officer === undefined ? [] : ["--division", identity.officer.division];
  return ["--department", identity.app.department, "--purpose", identity.app.purpose, ...division];
};

/** The arguments without `--officer`, which the gateway's command does not know: it asks for the officer's division. */
const withoutOfficer = (): readonly string[] => {
  const officer = tokens.find((token) => token.kind === "option" && token.name === "officer");
  if (officer?.kind !== "option") return args;
  return args.toSpliced(officer.index, officer.inlineValue === true ? 1 : 2);
};

/**
 * `npm run explain`: the gateway's command with the demo's grants, and with what the demo identity `--app` says of itself.
 * Flags that are given stand above; an app together with `--department` is no demo identity.
 */
const main = async (): Promise<void> => {
  try {
    const { app, department, officer } = values;
    const isDemo = typeof app === "string" && department === undefined;
    const known = isDemo ? flagsOf(app, typeof officer === "string" ? officer : undefined) : [];
    process.argv.splice(2, args.length, "--grants", "demo/sharing/grants.yaml", ...known, ...withoutOfficer());
    await import("../../gateway/command-line/explain.ts");
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : "failed"}\n`);
    process.exitCode = 1;
  }
};

await main();
