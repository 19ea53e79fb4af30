import { installedInProduction, readLock, type Lock } from "./lock-file.ts";

const USAGE = `Usage: npm run check:licences

Reads package-lock.json and fails when a package that is installed in production has a licence that a city may not simply use.
Allowed licences and decided exceptions stand in deploy/build/check-licences.ts.`;

/** Permissive: use, change and give on, with no duty but to keep the notice. */
const PERMISSIVE = ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "0BSD", "BlueOak-1.0.0"];

/** Decided one by one, with the record that says why. */
const EXCEPTIONS: Readonly<Record<string, { readonly licence: string; readonly decision: string }>> = {
  "@apollo/federation-internals": {
    licence: "Elastic-2.0",
    decision: "docs/decisions/0021-elastic-code-in-departments.md",
  },
};

/** An SPDX expression is allowed when one side of each OR and both of each AND are; a word that is not known is not. */
export function isPermissive(expression: string): boolean {
  const tokens = expression.match(/\(|\)|[^\s()]+/g) ?? [];
  let at = 0;
  const one = (): boolean => {
    const token = tokens[at++];
    if (token !== "(") return token !== undefined && PERMISSIVE.includes(token);
    const inner = either();
    return tokens[at++] === ")" && inner;
  };
  const both = (): boolean => {
    let allowed = one();
    while (tokens[at] === "AND") {
      at += 1;
      allowed = one() && allowed;
    }
    return allowed;
  };
  const either = (): boolean => {
    let allowed = both();
    while (tokens[at] === "OR") {
      at += 1;
      allowed = both() || allowed;
    }
    return allowed;
  };
  return either() && at === tokens.length;
}

/** A line for each package of production whose licence is neither permissive nor decided, and for each exception that nobody needs. */
export function refusedLicences(packages: Lock["packages"]): readonly string[] {
  const used = new Set<string>();
  const refused = installedInProduction(packages).flatMap(({ name, license = "none stated" }) => {
    if (isPermissive(license)) return [];
    if (EXCEPTIONS[name]?.licence !== license) return [`${name}: ${license}`];
    used.add(name);
    return [];
  });
  const idle = Object.keys(EXCEPTIONS).filter((name) => !used.has(name));
  return [...refused, ...idle.map((name) => `${name}: an exception that nothing needs`)];
}

const main = (): void => {
  if (process.argv.includes("--help")) {
    console.log(USAGE);
    return;
  }
  const refused = refusedLicences(readLock().packages);
  for (const line of refused) console.error(line);
  if (refused.length > 0) process.exitCode = 1;
};

if (import.meta.filename === process.argv[1]) main();
