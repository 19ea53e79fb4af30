import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { isScalarType, isSpecifiedScalarType, parse, print } from "graphql";
import { servedSupergraph } from "../../gateway/supergraph/add-own-graph.ts";
import { consumerSchemaOf } from "../../gateway/supergraph/consumer-schema.ts";
import { readSupergraph } from "../../gateway/supergraph/read-supergraph.ts";
import { maskNote } from "../../schema/catalog/masks/mask-note.ts";
import { operationIdOf } from "../../schema/registered-operation.ts";
import { carryOut } from "../operate/command.ts";
import { clientCommand } from "./client.ts";
import { SCALAR_TYPES } from "./scalar-types.ts";

/*
 * 20.4: an app's documents become types, by the schema that the hub gives that app alone.
 */

/** Below node_modules, where an app's own packages are found. */
mkdirSync("node_modules/.cache", { recursive: true });
const folder = mkdtempSync("node_modules/.cache/client-");
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const SCHEMA = `
  """证照种类"""
  enum Kind { "营业执照" LICENCE PERMIT }
  scalar Fen
  scalar Date
  scalar DateTime
  scalar YearMonth
  scalar CreditCode
  scalar JSON
  scalar Elsewhere
  interface Party { name: String }
  """自然人"""
  type Person implements Party {
    "姓名${maskNote("NAME")}"
    name: String
    "月收入${maskNote("AMOUNT_BAND")}"
    income: Fen
    "各月收入${maskNote("AMOUNT_BAND")}"
    incomes: [Fen!]
    "出生日期${maskNote("DATE_YEAR")}"
    born: Date
    "年收入（文字）${maskNote("AMOUNT_BAND")}"
    yearly: String
    "参保日期"
    insuredOn: Date
    limit: Fen
    raw: JSON
    odd: Elsewhere
    level(on: Date!): String
  }
  type Firm implements Party { "名称" name: String code: CreditCode kind: Kind }
  input Of { code: CreditCode! month: YearMonth }
  type Query { "某人" person(of: Of!, at: DateTime): Person  parties: [Party!] }
  type Subscription { personChanged(key: ID, division: ID): Person }
`;

const put = (name: string, text: string): string => {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text);
  return path;
};

const run = (...args: readonly string[]) => carryOut(clientCommand, args);

const schema = put("app.graphql", SCHEMA);
const out = join(folder, "app/client");

beforeAll(async () => {
  put("app/src/person.graphql", `query Person($of: Of!) { person(of: $of) { ...Known limit insuredOn raw odd } }`);
  put("app/src/deep/known.graphql", `fragment Known on Person { name income incomes born yearly }`);
  put(
    "app/src/parties.graphql",
    `query Parties { parties { name ... on Firm { code kind } ... on Person { income } } }`,
  );
  put(
    "app/src/changes.graphql",
    `subscription Changes($key: ID!, $eventDay: Date!) { personChanged(key: $key) { name level(on: $eventDay) } }`,
  );
  const ended = await run("--schema", schema, "--documents", `${folder}/app/src/**/*.graphql`, "--out", out);
  expect(ended).toEqual({ code: 0, text: expect.stringMatching(/^3 operations of 4 files .*\n$/) });
});

const written = (name: string): string => readFileSync(join(out, name), "utf8");

/** What tsc says of a file of the app. */
const typeChecked = (name: string, text: string): string => {
  put(name, text);
  const compilerOptions = {
    strict: true,
    noEmit: true,
    target: "es2022",
    module: "nodenext",
    lib: ["es2022"],
    types: [],
    skipLibCheck: true,
  };
  const project = put("app/tsconfig.json", JSON.stringify({ compilerOptions, include: ["*.ts", "client"] }));
  try {
    execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", project]);
    return "";
  } catch (error) {
    return String((error as { readonly stdout: Buffer }).stdout).replaceAll(/^.*\/(?=[^/]*\(\d)/gm, "");
  }
};

test("20.4: what is written passes `tsc --strict`, and a masked field's type is that of its mask: what takes it for a true value does not", () => {
  const use = `
    import type { PersonQuery, PartiesQuery, PersonQueryVariables } from "./client/index.js";
    import type { JsonValue, MaskedName } from "./client/scalars.js";
    import type * as Schema from "./client/schema-types.js";
    export const variables: PersonQueryVariables = { of: { code: "91110000802100433B", month: "2026-10" } };
    export const told = ({ person }: PersonQuery): readonly [MaskedName | null | undefined, number | undefined, string, JsonValue | undefined] => {
      const [first] = person?.incomes ?? [];
      return [person?.name, first === undefined ? undefined : first.max - first.min, person?.born ?? "", person?.raw];
    };
    export const limit = ({ person }: PersonQuery): number => (person?.limit ?? 0) / 100;
    export const codes = ({ parties }: PartiesQuery): readonly string[] => (parties ?? []).flatMap((one) => ("code" in one && one.code ? [one.code] : []));
    export const kind: Schema.Kind = "LICENCE";
  `;
  const mistaken = `${use}
    export const income = ({ person }: PersonQuery): number => person?.income ?? 0;
    export const odd = ({ person }: PersonQuery): string => person?.odd ?? "";
    export const name: NonNullable<NonNullable<PersonQuery["person"]>["name"]> = "李示例";
    export const none: PersonQueryVariables = { of: {} };
  `;
  const errors = typeChecked("app/mistaken.ts", mistaken);
  expect(errors.match(/error TS\d+/g)).toEqual(["error TS2322", "error TS2322", "error TS2322", "error TS2741"]);
  expect(errors).toMatch(
    /mistaken\.ts\(\d+,\d+\): error TS2322: Type 'AmountBand \| 0' is not assignable to type 'number'/,
  );
  rmSync(join(folder, "app/mistaken.ts"));
  // Nothing else in the folder is amiss: the mistakes are all in the mistaken file.
  expect(errors.match(/^\S+\.ts(?=\()/gm)).toEqual(Array.from({ length: 4 }, () => "mistaken.ts"));
});

test("20.4: a subscription is typed without the variables to which the hub gives a value; nobody can register it, and it is not in the manifest", () => {
  const use = `
    import { ChangesDocument, type ChangesSubscription, type ChangesSubscriptionVariables } from "./client/index.js";
    export const variables: ChangesSubscriptionVariables = { key: "p-1" };
    export const text: string = ChangesDocument.toString();
    export const level = ({ personChanged }: ChangesSubscription): string => personChanged?.level ?? "";
  `;
  expect(typeChecked("app/subscribing.ts", use)).toBe("");
  const mistaken = `${use}\n export const more: ChangesSubscriptionVariables = { key: "p-1", eventDay: "2026-10-31" };`;
  expect(typeChecked("app/subscribing.ts", mistaken).match(/error TS\d+/g)).toEqual(["error TS2353"]);
  rmSync(join(folder, "app/subscribing.ts"));
  expect(written("persisted-documents.json")).not.toContain("subscription");
  expect(written("graphql.ts")).toContain("$eventDay: Date!");
});

test("20.4: descriptions and masks stand in the types of the schema and in the schema beside them", () => {
  const types = written("schema-types.ts");
  expect(types).toContain("/** 姓名（答复经脱敏：NAME） */");
  expect(types).toMatch(/readonly name\?: Maybe<Scalars\['MaskedName'\]\['output'\]>/);
  expect(types).toContain("/** 营业执照 */");
  expect(print(parse(written("schema.graphql")))).toBe(print(parse(SCHEMA)));
  for (const name of ["graphql.ts", "schema-types.ts", "scalars.ts", "index.ts"])
    expect([
      name,
      written(name)
        .replaceAll("Record<string, any>", "")
        .match(/\bany\b/),
    ]).toEqual([name, null]);
});

test("20.4: the operations stand in a manifest under the ids by which the hub knows them once they are registered", () => {
  const manifest = JSON.parse(written("persisted-documents.json")) as Readonly<Record<string, string>>;
  const ids = Object.keys(manifest);
  expect(ids).toEqual(Object.values(manifest).map(operationIdOf));
  expect(ids).toHaveLength(2);
  for (const id of ids) expect(written("graphql.ts")).toContain(`"hash":"${id}"`);
});

test("20.4: every scalar of the hub's graph has a type", () => {
  const served = servedSupergraph(readSupergraph(readFileSync("schema/supergraph.graphql", "utf8")), () => undefined);
  const scalars = Object.values(consumerSchemaOf(served.served).getTypeMap()).filter(isScalarType);
  const own = scalars.filter((type) => !isSpecifiedScalarType(type)).map(({ name }) => name);
  expect(own.length).toBeGreaterThan(8);
  expect(own.filter((name) => !SCALAR_TYPES.has(name))).toEqual([]);
});

test.each([
  ["a path of the hub's", "/apply", (hub: string) => ` Apply: ${hub}/apply?coordinate=Party.phone&purpose=P`],
  [
    "a form elsewhere",
    "https://data.luohe.example/form?from=hub",
    () => " Apply: https://data.luohe.example/form?from=hub&coordinate=Party.phone&purpose=P",
  ],
  ["no place that it knows", undefined, () => ""],
])("20.4: where one applies for what is not granted is what the hub says: %s", async (_, place, told) => {
  const server = createServer((request, response) => {
    if (request.url === "/graphql/schema") {
      if (place !== undefined) response.setHeader("link", `<${place}>; rel="https://shali-hub.org/rel/apply"`);
      response.end(SCHEMA);
    } else response.end(JSON.stringify({ data: { neededCoordinates: [], __type: { fields: [{ name: "phone" }] } } }));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const hub = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const path = put("asking/asking.graphql", "query A { parties { phone } }");
  const asked = ["--app", "a", "--hub", hub, "--token", put("asking/token", "t"), "--purpose", "P"];
  const ended = await run(...asked, "--documents", path, "--out", join(folder, "asking/client"));
  server.close();
  expect(ended).toEqual({ code: 1, text: `${path}:1:21: Party.phone is not granted to a for P.${told(hub)}\n` });
});

test.each([
  [
    "a field that is not there",
    "query A {\n  parties {\n    name\n    phone\n  }\n}",
    "4:5: Party.phone is not in the app's schema",
  ],
  ["a type", "query A { parties { ... on Car { plate } } }", '1:28: Unknown type "Car"'],
  ["a missing argument", "query A { person { name } }", "1:11: "],
  ["no GraphQL", "query A {\n  parties {", "2:12: Syntax Error"],
  ["an operation without a name", "{ parties { name } }", "1:1: An operation needs a name"],
  [
    "two of one name",
    "query A { parties { name } } query A { parties { name } }",
    '1:7: There can be only one operation named "A"',
  ],
])("20.4: %s is refused by file and line, and nothing is written", async (_, text, expected) => {
  const path = put("wrong/wrong.graphql", text);
  const ended = await run("--schema", schema, "--documents", path, "--out", join(folder, "wrong/client"));
  expect(ended).toEqual({ code: 1, text: expect.stringContaining(`${path}:${expected}`) });
  expect(() => readFileSync(join(folder, "wrong/client/index.ts"))).toThrow();
});

test.each<readonly [string, readonly string[], string]>([
  ["no folder", ["--schema", "s", "--documents", "d"], "--out is missing."],
  ["no schema", ["--documents", "d", "--out", "o"], "--app is missing."],
  ["no way to a token", ["--app", "a", "--documents", "d", "--out", "o"], "Give --token FILE or --key FOLDER"],
  ["a mode that is not known", ["--schema", "s", "--documents", "d", "--out", "o", "--mode", "x"], "--mode must be"],
])("20.4: a command line with %s ends with exit code 2", async (_, args, expected) => {
  expect(await run(...args)).toEqual({ code: 2, text: expect.stringContaining(expected) });
});

test("20.4: a pattern that finds no document is told", async () => {
  expect(await run("--schema", schema, "--documents", `${folder}/none/*.graphql`, "--out", out)).toEqual({
    code: 1,
    text: `No document: ${folder}/none/*.graphql\n`,
  });
});
