import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SingleBar } from "cli-progress";
import { CommandMistake, didYouMean, endOver, readFlags } from "../../host/command-line.ts";
import { DIVISION_CODE } from "../../schema/catalog/divisions.ts";
import { describedSources, readSource } from "../../subgraphs/sources/description/read-source.ts";
import { ADDED_KINDS, addSource } from "./add-source.ts";
import { checkSource } from "./check-source.ts";
import { driftOfSource } from "./drift-source.ts";
import { openTriedHub, type TriedCaller } from "./try-source.ts";

const USAGE = `Usage: npm run source -- COMMAND …

  add KIND FROM --name NAME --owner OWNER
               looks at a sample of an old system and writes subgraphs/sources/NAME/source.yaml, of which nothing is classified yet, and so
               nothing shared. The sample is not kept; no value of it is written but codes that several rows have.
    KIND       ${ADDED_KINDS.join(", ")}
    FROM       a file (csv, xlsx, openapi, soap: a WSDL, graphql: a schema), an address (sql, mysql, rest: a path with the parameters that it takes, graphql), or the name of an environment variable that holds the address with its password
    --owner    department or body whose data it is
    --title    the system's name in Chinese
    --table    a table or view (sql, mysql), several times for several; all that the role may read unless given
    --place    address of the running system, where FROM is its description alone (openapi, soap, graphql): its first rows are looked at too
    --header   of REST and GraphQL, NAME=VARIABLE: a header that lets requests in, and the environment variable with its value
    --force    writes a source.yaml anew that is there already
  check NAME   composes subgraphs/sources/NAME/source.yaml with the other subgraphs and shows what it changes in the catalogue
               (+ new, - gone, ~ classified otherwise) and what is not classified (?). Writes nothing; ends with 1 where it cannot be used.
  try NAME QUESTION --as OFFICER@DIVISION
               answers a GraphQL question by a hub of this source alone, which reads the system that the variable of \`place:\` names: with tokens,
               grants, envelopes, masks and row scope as any hub, and without a ledger, so not in production. Pseudonyms are of this answer alone
               where HUB_PSEUDONYM_KEY is not set.
    --as       who asks: the officer's jurisdiction is also the scope of the grant
    --deny     a coordinate that is not granted, several times for several
    --clear    grants without masks
  drift NAME   looks at the system as it is now, tells what it has otherwise than the file says, and proposes a change of the file as a diff.
               Writes nothing; ends with 1 where something has drifted.
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

const check = async (name: string | undefined): Promise<void> => {
  const description = described(name);
  const { lines, problems } = await checkSource(
    description,
    subgraphs(),
    readFileSync("schema/supergraph.graphql", "utf8"),
  );
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
  readonly place?: string | undefined;
  readonly header?: string | undefined;
}

/** `NAME=VARIABLE`. @throws CommandMistake */
const headerIn = (text: string | undefined) => {
  if (text === undefined) return undefined;
  const [, name, variable] = /^([A-Za-z][\w-]*)=([A-Z][A-Z0-9_]*)$/.exec(text) ?? [];
  const key = process.env[variable ?? ""];
  if (name === undefined || key === undefined)
    throw new CommandMistake("--header must be NAME=VARIABLE, of a variable that is set.");
  return { name, key };
};

const add = async ([word, from]: readonly string[], flags: Flags): Promise<void> => {
  const { name, owner, title, table, force, place } = flags;
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
  const asked = { place: place === undefined ? undefined : stated(place), header: headerIn(flags.header) };
  const looking = { tables: table ?? [], told, ...asked, force: force === true, folder: FOLDER };
  const { path, lines, variable } = await addSource(kind, stated(from), { name, owner, title, ...looking });
  const next = `${path} is written; nothing of it is classified.
Write titles in place of 待填写, level and share of what is shared, then:
  ${variable}=… npm run source -- check ${name}`;
  console.log([...lines, "", next].join("\n"));
};

/** `OFFICER@DIVISION`. @throws CommandMistake */
const callerIn = ({ as = "", deny = [], clear = false }: TryFlags): TriedCaller => {
  const [, officer, division] = /^([\w-]+)@(\d+)$/.exec(as) ?? [];
  if (officer === undefined || division === undefined || !DIVISION_CODE.test(division))
    throw new CommandMistake("--as must be OFFICER@DIVISION, such as zhang-san@411102.");
  return { officer, division, clear, denied: deny };
};

interface TryFlags {
  readonly as?: string | undefined;
  readonly deny?: readonly string[] | undefined;
  readonly clear?: boolean | undefined;
}

const tryOut = async ([name, query]: readonly string[], flags: TryFlags): Promise<void> => {
  const description = described(name);
  const caller = callerIn(flags);
  if (query === undefined)
    throw new CommandMistake("Give a question, such as '{ plans(division: \"4111\") { edges { node { number } } } }'.");
  const place = process.env[description.place];
  if (place === undefined) throw new CommandMistake(`${description.place} is not set.`);
  process.env["HUB_PSEUDONYM_KEY"] ??= randomBytes(32).toString("base64url");
  const tell = (problem: object): void => {
    console.error(JSON.stringify(problem));
  };
  const hub = await openTriedHub(description, place, { tell });
  try {
    console.log(JSON.stringify(await hub.ask({ query, caller }), null, 2));
  } finally {
    await hub.close();
  }
};

const drift = async (name: string | undefined): Promise<void> => {
  const description = described(name);
  const { source, secrets, place } = description;
  const valueOf = (variable: string): string => {
    const value = process.env[variable];
    if (value === undefined) throw new CommandMistake(`${variable} is not set.`);
    return value;
  };
  const secret = (one: string): string => valueOf(secrets.get(one) ?? one);
  const { lines, diff } = await driftOfSource(description, `${FOLDER}/${source}/source.yaml`, valueOf(place), secret);
  console.log(lines.length === 0 ? `${source}: as its file says` : [...lines, "", diff].join("\n"));
  if (lines.some((line) => !line.startsWith("?"))) process.exitCode = 1;
};

const main = async (): Promise<void> => {
  const { values, positionals } = readFlags({
    allowPositionals: true,
    options: {
      name: { type: "string" },
      owner: { type: "string" },
      title: { type: "string" },
      table: { type: "string", multiple: true },
      place: { type: "string" },
      header: { type: "string" },
      as: { type: "string" },
      deny: { type: "string", multiple: true },
      clear: { type: "boolean", default: false },
      force: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const [command, ...words] = positionals;
  if (values.help || command === undefined) console.log(USAGE);
  else if (command === "add") await add(words, values);
  else if (command === "check") await check(words[0]);
  else if (command === "try") await tryOut(words, values);
  else if (command === "drift") await drift(words[0]);
  else throw new CommandMistake(`No command "${command}".${didYouMean(command, ["add", "check", "drift", "try"])}`);
};

await main().catch(endOver);
