import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Malformed } from "../schema/parse.ts";
import { readSource, sourceNames } from "../subgraphs/sources/description/read-source.ts";
import { checkSource } from "./check-source.ts";

const USAGE = `Usage: npm run source -- check NAME

  check NAME   reads subgraphs/sources/NAME/source.yaml, composes it with the other subgraphs and shows what it changes in the catalogue
               (+ new, - gone, ~ classified otherwise) and what is not classified (?). Writes nothing; ends with 1 where it cannot be used.
NAME           ${sourceNames().join(", ")}`;

const SUBGRAPHS = "schema/subgraphs";

const subgraphs = (): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(SUBGRAPHS).map((file) => [file.replace(/\.graphql$/, ""), readFileSync(join(SUBGRAPHS, file), "utf8")]),
  );

const check = (name: string): void => {
  const description = readSource(name);
  const { lines, problems } = checkSource(description, subgraphs(), readFileSync("schema/supergraph.graphql", "utf8"));
  console.log([`${name} (${description.title}), of ${description.owner}`, ...lines].join("\n"));
  if (problems.length > 0) {
    console.error(problems.join("\n"));
    process.exitCode = 1;
  }
};

const [command, name = ""] = process.argv.slice(2);
if (command !== "check" || !sourceNames().includes(name)) {
  console.log(USAGE);
  process.exitCode = command === "--help" ? 0 : 2;
} else {
  try {
    check(name);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
