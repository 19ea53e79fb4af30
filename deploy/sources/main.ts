import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SingleBar } from "cli-progress";
import { CommandMistake, didYouMean, endOver, readFlags } from "../../host/command-line.ts";
import { DIVISION_CODE } from "../../schema/catalog/divisions.ts";
import { describedSources, readSource } from "../../subgraphs/sources/description/read-source.ts";
import { ADDED_KINDS, addSource } from "./add-source.ts";
import { APP_FLAGS, appFlagsUsage, askingOf } from "../client/asking-app.ts";
import { headersOf } from "../client/app-schema.ts";
import { checkSource } from "./check-source.ts";
import { driftOfSource } from "./drift-source.ts";
import {
  approveSource,
  documentsOf,
  publishSource,
  reportDrift,
  retireSource,
  storedLines,
  type AskWorkflow,
  type Assessment,
} from "./publish-source.ts";
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
  publish NAME --reason TEXT --secrecy NUMBER=FILE --impact NUMBER=FILE
               enters the sharing workflow with the whole classification, as the owner of its data; pins source.yaml and the SDL by their hashes. What is proposed
               already is not proposed again. Nothing of the source is given before two further hands.
    --secrecy  number of the secrecy assessment and its file, of which the hash alone is stated (art. 13)
    --impact   the same of the personal-information impact assessment
    --approve  instead: gives the next hand, the head's consent or the authority's audit, to what waits and is what lies here
    --retire   instead, with --reason: proposes to retire the source, which takes the same hands
  drift NAME   looks at the system as it is now, tells what it has otherwise than the file says, and proposes a change of the file as a diff.
               Writes nothing; ends with 1 where something has drifted.
    --report   tells the hub, as the owner: what has drifted degrades the source, and what is in order again restores it

Of the hub, by publish, drift --report, and check where --app is given (the token is an officer's, as \`npm run token\` gives it to the demo's):
${appFlagsUsage}
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

type HubFlags = Readonly<Partial<Record<keyof typeof APP_FLAGS, string | undefined>>>;

/** Milliseconds in which the hub must answer. */
const PATIENCE = 60_000;

/** Asks the workflow of the hub that the flags name, as the officer of the token. @throws CommandMistake */
const workflowOf = async (flags: HubFlags): Promise<AskWorkflow> => {
  const { hub, token, caseNumber } = await askingOf(flags);
  const headers = {
    ...headersOf({ token, purpose: flags.purpose ?? "DATA_SHARING", caseNumber }),
    "content-type": "application/json",
  };
  return async (query, variables) => {
    const body = JSON.stringify({ query, variables });
    const init = { method: "POST", headers, body, redirect: "error", signal: AbortSignal.timeout(PATIENCE) } as const;
    const response = await fetch(`${hub}/graphql`, init).catch(() => {
      throw new Error(`No hub answers at ${hub}`);
    });
    return (await response.json()) as Awaited<ReturnType<AskWorkflow>>;
  };
};

const fileOf = (source: string): string => readFileSync(join(FOLDER, source, "source.yaml"), "utf8");

const check = async (name: string | undefined, flags: HubFlags): Promise<void> => {
  const description = described(name);
  const { lines, problems } = await checkSource(
    description,
    subgraphs(),
    readFileSync("schema/supergraph.graphql", "utf8"),
  );
  const stored =
    flags.app === undefined
      ? []
      : await storedLines(await workflowOf(flags), description.source, fileOf(description.source));
  const head = `${description.source} (${description.title}), of ${description.owner}`;
  console.log([head, ...stored, ...lines].join("\n"));
  if (problems.length > 0) {
    console.error(problems.join("\n"));
    process.exitCode = 1;
  }
};

/** `NUMBER=FILE`. @throws CommandMistake */
const assessmentIn = (name: string, text = ""): Assessment => {
  const [, reference, path] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (reference === undefined || path === undefined) throw new CommandMistake(`--${name} must be NUMBER=FILE.`);
  return { reference, sha256: createHash("sha256").update(readFileSync(path)).digest("hex") };
};

interface PublishFlags extends HubFlags {
  readonly reason?: string | undefined;
  readonly secrecy?: string | undefined;
  readonly impact?: string | undefined;
  readonly approve?: boolean | undefined;
  readonly retire?: boolean | undefined;
}

const publish = async (name: string | undefined, flags: PublishFlags): Promise<void> => {
  const description = described(name);
  const { source } = description;
  const documents = documentsOf(description, fileOf(source), subgraphs());
  const reason = (): string => {
    if (flags.reason === undefined) throw new CommandMistake("--reason is missing.");
    return flags.reason;
  };
  const act = (ask: AskWorkflow): Promise<readonly string[]> => {
    if (flags.approve === true) return approveSource(ask, source, documents);
    if (flags.retire === true) return retireSource(ask, source, reason());
    const assessments = {
      secrecy: assessmentIn("secrecy", flags.secrecy),
      impact: assessmentIn("impact", flags.impact),
    };
    return publishSource(ask, description, documents, { reason: reason(), ...assessments });
  };
  console.log((await act(await workflowOf(flags))).join("\n"));
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

const drift = async (name: string | undefined, flags: HubFlags & { readonly report?: boolean }): Promise<void> => {
  const description = described(name);
  const { source, secrets, place } = description;
  const valueOf = (variable: string): string => {
    const value = process.env[variable];
    if (value === undefined) throw new CommandMistake(`${variable} is not set.`);
    return value;
  };
  const secret = (one: string): string => valueOf(secrets.get(one) ?? one);
  const path = `${FOLDER}/${source}/source.yaml`;
  const { lines, coordinates, diff } = await driftOfSource(description, path, valueOf(place), secret);
  console.log(lines.length === 0 ? `${source}: as its file says` : [...lines, "", diff].join("\n"));
  if (flags.report === true) {
    // What was not seen is not in order.
    if (lines.some((line) => /^[?!]/.test(line)) && coordinates.length === 0)
      throw new Error("Not every type was seen: nothing is reported.");
    console.log((await reportDrift(await workflowOf(flags), source, coordinates)).join("\n"));
  }
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
      ...APP_FLAGS,
      reason: { type: "string" },
      secrecy: { type: "string" },
      impact: { type: "string" },
      approve: { type: "boolean", default: false },
      retire: { type: "boolean", default: false },
      report: { type: "boolean", default: false },
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
  else if (command === "check") await check(words[0], values);
  else if (command === "publish") await publish(words[0], values);
  else if (command === "try") await tryOut(words, values);
  else if (command === "drift") await drift(words[0], values);
  else
    throw new CommandMistake(
      `No command "${command}".${didYouMean(command, ["add", "check", "drift", "publish", "try"])}`,
    );
};

await main().catch(endOver);
