import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SingleBar } from "cli-progress";
import { CommandMistake, didYouMean, endOver, readFlags } from "../../host/command-line.ts";
import { describedSources, readSource } from "../../subgraphs/sources/description/read-source.ts";
import { ADDED_KINDS, addSource } from "./add-source.ts";
import { checkSource } from "./check-source.ts";

const USAGE = `Usage: npm run source -- COMMAND …

  add KIND FROM --name NAME --owner OWNER
               looks at a sample of an old system and writes subgraphs/sources/NAME/source.yaml, of which nothing is classified yet, and so
               nothing shared. The sample is not kept; no value of it is written but codes that several rows have.
    KIND       ${ADDED_KINDS.join(", ")}
    FROM       a file, an address, or the name of an environment variable that holds the address with its password
    --owner    department or body whose data it is
    --title    the system's name in Chinese
    --table    a table or view of SQL, several times for several; all that the role may read unless given
    --force    writes a source.yaml anew that is there already
  check NAME   composes subgraphs/sources/NAME/source.yaml with the other subgraphs and shows what it changes in the catalogue
               (+ new, - gone, ~ classified otherwise) and what is not classified (?). Writes nothing; ends with 1 where it cannot be used.
  --help       this text

NAME           ${describedSources().join(", ")}`;

const SUBGRAPHS = "schema/subgraphs";
const FOLDER = "subgraphs/sources";

const subgraphs = (): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(SUBGRAPHS).map((file) => [file.replace(/\.graphql$/, ""), readFileSync(join(SUBGRAPHS, file), "utf8")]),
  );

/** @throws CommandMistake for a source that is not there */
const described = (name: string | undefined) => {
  const known = describedSources();
  if (name !== undefined && known.includes(name)) return readSource(name);
  throw new CommandMistake(
    `No source "${name ?? ""}".${didYouMean(name ?? "", known)} There are: ${known.join(", ")}.`,
  );
};

const check = (name: string | undefined): void => {
  const description = described(name);
  const { lines, problems } = checkSource(description, subgraphs(), readFileSync("schema/supergraph.graphql", "utf8"));
  console.log([`${description.source} (${description.title}), of ${description.owner}`, ...lines].join("\n"));
  if (problems.length > 0) {
    console.error(problems.join("\n"));
    process.exitCode = 1;
  }
};

/** What a word on the command line stands for: an environment variable's value, where there is one of that name. */
const stated = (word: string): string => (/^[A-Z][A-Z0-9_]+$/.test(word) ? (process.env[word] ?? word) : word);

interface Flags {
  readonly name?: string | undefined;
  readonly owner?: string | undefined;
  readonly title?: string | undefined;
  readonly table?: readonly string[] | undefined;
  readonly force?: boolean | undefined;
}

const add = async ([word, from]: readonly string[], { name, owner, title, table, force }: Flags): Promise<void> => {
  const kind = ADDED_KINDS.find((one) => one === word);
  if (kind === undefined) throw new CommandMistake(`No kind "${word ?? ""}". There are: ${ADDED_KINDS.join(", ")}.`);
  if (from === undefined || name === undefined || owner === undefined)
    throw new CommandMistake("Give a file or an address, --name and --owner.");
  const bar = new SingleBar({ format: "{bar} {value}/{total}", noTTYOutput: false, clearOnComplete: true });
  const told = (done: number, of: number): void => {
    if (done === 1) bar.start(of, 1);
    bar.update(done);
    if (done === of) bar.stop();
  };
  const looking = { tables: table ?? [], told, force: force === true, folder: FOLDER };
  const { path, lines, variable } = await addSource(kind, stated(from), { name, owner, title, ...looking });
  const next = `${path} is written; nothing of it is classified.
Write titles in place of 待填写, level and share of what is shared, then:
  ${variable}=… npm run source -- check ${name}`;
  console.log([...lines, "", next].join("\n"));
};

const main = async (): Promise<void> => {
  const { values, positionals } = readFlags({
    allowPositionals: true,
    options: {
      name: { type: "string" },
      owner: { type: "string" },
      title: { type: "string" },
      table: { type: "string", multiple: true },
      force: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const [command, ...words] = positionals;
  if (values.help || command === undefined) console.log(USAGE);
  else if (command === "add") await add(words, values);
  else if (command === "check") check(words[0]);
  else throw new CommandMistake(`No command "${command}".${didYouMean(command, ["add", "check"])}`);
};

await main().catch(endOver);
