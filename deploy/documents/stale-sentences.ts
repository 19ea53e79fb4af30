import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { errorSlices, type ErrorRow } from "../../schema/errors.ts";
import { flagsOfCommands, usesIn } from "./commands.ts";

/** What the documents name and how it is known. */
export interface Known {
  readonly scripts: ReadonlySet<string>;
  /** Flags by the command. */
  readonly commands: ReadonlyMap<string, ReadonlySet<string>>;
  /** The HTTP status by the error's code; null inside an answer. */
  readonly statuses: ReadonlyMap<string, number | null>;
  readonly exists: (path: string) => boolean;
}

/** The house as it stands. */
export function knownNames(): Known {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { readonly scripts: object };
  const rows = Object.values(errorSlices).flatMap((slice) => Object.entries<ErrorRow>(slice));
  return {
    scripts: new Set(Object.keys(scripts)),
    commands: flagsOfCommands(),
    statuses: new Map(rows.map(([code, [status]]) => [code, status])),
    exists: existsSync,
  };
}

/** A file of the repository as prose names it: with a folder and an ending, and without a placeholder. */
const FILE = /`((?:[\w.-]+\/)+[\w.-]+\.(?:ts|tsx|js|md|yaml|yml|sql|graphql|json|sh|conf|cfg|txt))`/g;
const LINK = /\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)/g;
const STATUS = /\b(HUB_[A-Z_]*[A-Z])`?[,:]? \(?([1-5]\d\d)\b/g;

/** Places that a document names and only a running hub has. */
const AT_RUN = /^(?:\.hub|dist|console\/dist|etc|var|generated|node_modules)\//;

/** Files that the worked examples of CONTRIBUTING.md tell to make, and nobody has made. */
const TO_BE_MADE =
  /^(?:subgraphs\/housing\/prisma\/migrations\/0004_heating_tariff\.sql|prisma\/migrations\/0001_initial\.sql)$|\/care-homes\./;

/** Sentences of one document that are not true any more, each told with what it names. Pure but for `exists`. */
export function staleIn(path: string, text: string, { scripts, commands, statuses, exists }: Known): readonly string[] {
  const stale: string[] = [];
  for (const { command, flags } of usesIn(text)) {
    const known = commands.get(command);
    if (known === undefined && !scripts.has(command)) stale.push(`no script or command "${command}"`);
    for (const flag of known === undefined ? [] : flags)
      if (!known?.has(flag)) stale.push(`${command} has no flag ${flag}`);
  }
  const beside = (name: string): boolean => exists(name) || exists(join(dirname(path), name));
  for (const [, name = ""] of text.matchAll(FILE))
    if (!AT_RUN.test(name) && !TO_BE_MADE.test(name) && !beside(name)) stale.push(`no file ${name}`);
  for (const [, name = ""] of text.matchAll(LINK))
    if (!exists(join(dirname(path), decodeURIComponent(name)))) stale.push(`no file ${name}`);
  for (const [, code = "", status] of text.matchAll(STATUS)) {
    const known = statuses.get(code);
    if (known === undefined) stale.push(`no error code ${code}`);
    else if (String(known) !== status) stale.push(`${code} has status ${known ?? "none"}, not ${status}`);
  }
  return [...new Set(stale)];
}
