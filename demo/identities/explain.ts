import { parseArgs } from "node:util";
import { endOver } from "../../host/command-line.ts";
import { installed } from "../../host/installed.ts";
import { findIdentity, readDemoIdentities } from "./demo-identities.ts";

const args = process.argv.slice(2);
const { values } = parseArgs({
  args,
  strict: false,
  options: { app: { type: "string" }, department: { type: "string" }, officer: { type: "string" } },
});

/** Flags that a demo identity answers by itself: its first officer in its usual case, unless another is named. @throws UnknownIdentity */
const flagsOf = (app: string, named: string | undefined): readonly string[] => {
  const [first] = findIdentity(readDemoIdentities(), app).app.officers;
  const { app: asking, officer } = findIdentity(readDemoIdentities(), app, named ?? first?.id);
  const person = officer === undefined ? [] : ["--division", officer.division, "--officer", officer.id];
  const stated = asking.case === undefined ? [] : ["--case", asking.case];
  return ["--department", asking.department, "--purpose", asking.purpose, ...person, ...stated];
};

/**
 * `shali-hub explain`: the gateway's command with the demo's grants, and with what the demo identity `--app` says of itself.
 * Flags that are given stand above; an app together with `--department` is no demo identity.
 */
const main = async (): Promise<void> => {
  try {
    const { app, department, officer } = values;
    const isDemo = typeof app === "string" && department === undefined;
    const known = isDemo ? flagsOf(app, typeof officer === "string" ? officer : undefined) : [];
    process.argv.splice(2, args.length, "--grants", installed("demo/sharing/grants.yaml"), ...known, ...args);
    await import("../../gateway/command-line/explain.ts");
  } catch (error) {
    endOver(error);
  }
};

await main();
