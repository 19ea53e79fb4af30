/** The form of a source.yaml. Pure. */
import * as v from "valibot";
import { MASK_NAMES, SENSITIVITY_LEVELS, SHARE_TYPES, UPDATE_CYCLES } from "../../../schema/catalog/vocabulary.ts";
import { dictionary, list, mapping, oneOf, rule, text, type Problem } from "../../../schema/parse.ts";
import { DEPARTMENTS, OWNERS, type DepartmentName, type OwnerName } from "../../kit/departments.ts";
import {
  GRAPHQL,
  GRAPHQL_NAMES,
  problemOfRequests,
  REQUESTS,
  REQUESTS_DEFAULTS,
  REST,
  secretsOf,
  SOAP,
} from "./requests-description.ts";

/** Types of a value in the graph, as a source's field may have them; the name of an enum of the file is one more. */
const SCALARS = ["ID", "String", "Int", "Float", "Boolean", "Date", "DateTime", "YearMonth", "Fen"] as const;

/** Types that others own and a source refers to, by the kind of number that stands in its column. */
export const REFERRED = {
  Person: "citizen number",
  Enterprise: "credit code",
  ConstructionProject: "project code",
} as const;

/** Units of a number of money in an old system. */
export const UNITS = { fen: 0, yuan: 2, "wan-yuan": 6 } as const;

/** Forms of a date or a month in an old system; `ISO` is YYYY-MM-DD or YYYY-MM, `EXCEL` the number that Excel keeps for a day. */
const FORMATS = ["ISO", "YYYYMMDD", "YYYY/MM/DD", "YYYYMM", "EXCEL"] as const;

/** Kinds of old systems that can be read. */
const KINDS = ["sql", "mysql", "files", "rest", "soap", "graphql"] as const;

const matching = (pattern: RegExp, expected: string) => v.pipe(v.string(expected), v.regex(pattern, expected));

/** Names of the graph, by what they name. */
const NAMES = {
  type: [/^[A-Z][A-Za-z0-9]{1,60}$/, "a name such as MedicalSettlement"],
  field: [/^[a-z][A-Za-z0-9]{0,60}$/, "a name such as settledOn"],
  value: [/^[A-Z][A-Z0-9_]{0,60}$/, "a name such as INPATIENT"],
} as const;

const fieldName = matching(...NAMES.field);

/** The first key that is no name of the graph. */
const misnamed = (keys: Iterable<string>, kind: keyof typeof NAMES, at: readonly string[]): Problem | undefined => {
  const [form, expected] = NAMES[kind];
  const wrong = [...keys].find((key) => !form.test(key));
  return wrong === undefined ? undefined : { at: [...at, wrong], expected, got: wrong };
};
const variable = matching(/^[A-Z][A-Z0-9_]{2,80}$/, "the name of an environment variable, such as SOURCE_TAX_URL");
const chinese = matching(/\p{Script=Han}/u, "a text in Chinese");
const column = text("the name of a column in the old system");
const owners = [...DEPARTMENTS.map(({ name }) => name), ...Object.keys(OWNERS)] as (DepartmentName | OwnerName)[];

const classification = {
  level: v.exactOptional(oneOf(SENSITIVITY_LEVELS)),
  share: v.exactOptional(oneOf(SHARE_TYPES)),
  mask: v.exactOptional(oneOf(MASK_NAMES)),
  basis: v.exactOptional(text("the law and article on which it rests")),
};

const FIELD = mapping({
  column,
  type: text(`one of ${[...SCALARS, ...Object.keys(REFERRED)].join(", ")}, or an enum of this file`),
  title: chinese,
  ...classification,
  unit: v.exactOptional(oneOf(Object.keys(UNITS) as (keyof typeof UNITS)[])),
  format: v.exactOptional(oneOf(FORMATS)),
  subject: v.exactOptional(v.boolean("true or false")),
  copyOf: v.exactOptional(
    matching(/^[A-Z]\w{1,80}\.[a-z]\w{0,80}$/, "an item of the catalogue, such as Enterprise.name"),
  ),
});

const DIVISION = mapping({
  column: v.exactOptional(column),
  codes: v.exactOptional(dictionary(matching(/^\d{6}(\d{3}){0,2}$/, "a division code of 6, 9 or 12 digits in quotes"))),
  none: v.exactOptional(text("the reason why rows belong to no division")),
});

const LIST = mapping({
  title: chinese,
  ...classification,
  filters: v.exactOptional(
    dictionary(mapping({ field: fieldName, compare: oneOf(["equal", "notBefore"]), title: chinese })),
  ),
});

const ENTRY = mapping({ field: fieldName, title: chinese, ...classification });

const TYPE_FORM = mapping({
  title: chinese,
  from: text("the table, view, file or path that holds the rows"),
  theme: chinese,
  cycle: oneOf(UPDATE_CYCLES),
  asOf: v.exactOptional(column),
  key: fieldName,
  division: DIVISION,
  requests: v.exactOptional(REQUESTS),
  fields: dictionary(FIELD),
  lists: v.exactOptional(dictionary(LIST)),
  entries: v.exactOptional(dictionary(dictionary(ENTRY))),
});

type Form = v.InferOutput<typeof TYPE_FORM>;
type FieldForm = v.InferOutput<typeof FIELD>;

/** What the kit gives every row of a source besides its fields. */
const GIVEN = ["divisionCode", "asOf"];

const REFERRED_NAMES: readonly string[] = Object.keys(REFERRED);

/** How a description begins that nobody has written yet. `source add` writes it where the old system has no words of its own. */
export const UNWRITTEN = "待填写";

const isUnwritten = (words: string | undefined): boolean => words?.startsWith(UNWRITTEN) === true;

const problemOfClass = (stated: v.InferOutput<typeof ENTRY> | FieldForm): Omit<Problem, "at"> | undefined => {
  const { level, share, basis, title } = stated;
  if ((level === undefined) !== (share === undefined))
    return { expected: "both level and share, or neither: what is not classified is not shared", got: level ?? share };
  if (share === "NOT_SHARED" && basis === undefined)
    return { expected: "the basis in law on which it is not shared", got: undefined };
  if (share !== undefined && isUnwritten(title))
    return { expected: "a title in Chinese of what is classified", got: title };
  return undefined;
};

const problemOfField = (name: string, field: FieldForm, form: Form): Omit<Problem, "at"> | undefined => {
  if (GIVEN.includes(name))
    return { expected: `another name: ${GIVEN.join(" and ")} are given to every row`, got: name };
  if ((field.type === "Fen") !== (field.unit !== undefined))
    return { expected: "a unit (fen, yuan or wan-yuan) for Fen and for no other type", got: field.unit };
  if (field.format !== undefined && !["Date", "YearMonth"].includes(field.type))
    return { expected: "a format for Date and YearMonth alone", got: field.format };
  if (field.subject === true && !REFERRED_NAMES.includes(field.type))
    return { expected: `a subject of type ${REFERRED_NAMES.join(" or ")}`, got: field.type };
  if (field.copyOf !== undefined && field.share !== undefined)
    return { expected: `no share: it is a copy, and ${field.copyOf} is given by its owner`, got: field.share };
  const people = [...form.fields.values()].filter(({ type }) => type === "Person").map((person) => person.column);
  if (field.type !== "Person" && people.includes(field.column) && field.mask !== "CITIZEN_NUMBER")
    return {
      expected: "mask CITIZEN_NUMBER: the column holds citizen numbers, which leave as pseudonyms",
      got: field.mask,
    };
  return problemOfClass(field);
};

const isShared = (field: FieldForm | undefined): boolean => field?.share !== undefined;

/** Types of fields by which a list may be narrowed. */
const FILTERED = ["ID", "Int", "Date", "YearMonth"];

const problemOfLists = ({ lists, fields, division }: Form): Problem | undefined => {
  for (const [name, { filters, ...stated }] of lists ?? []) {
    if (division.column === undefined)
      return { at: ["lists", name], expected: "a division column: a list is asked by division", got: division.none };
    const wrong = problemOfClass({ field: name, ...stated });
    if (wrong) return { at: ["lists", name], ...wrong };
    for (const [argument, { field, compare }] of filters ?? []) {
      const at = ["lists", name, "filters", argument, "field"];
      const type = fields.get(field)?.type ?? "";
      if (!isShared(fields.get(field))) return { at, expected: "a shared field of this type", got: field };
      if (SCALARS.some((scalar) => scalar === type) && !FILTERED.includes(type))
        return { at, expected: `a field of type ${FILTERED.join(", ")} or of an enum`, got: type };
      if (compare === "notBefore" && type !== "Date") return { at, expected: "a Date to compare with", got: type };
    }
  }
  return undefined;
};

const problemOfEntries = ({ entries, fields }: Form): Problem | undefined => {
  for (const [parent, relations] of entries ?? []) {
    if (!REFERRED_NAMES.includes(parent))
      return { at: ["entries", parent], expected: `one of ${REFERRED_NAMES.join(", ")}`, got: parent };
    for (const [name, entry] of relations) {
      const at = ["entries", parent, name];
      const field = fields.get(entry.field);
      const isReferred = field?.type === parent && (isShared(field) || entry.share === undefined);
      if (!isReferred) return { at: [...at, "field"], expected: `a shared field of type ${parent}`, got: entry.field };
      const wrong = problemOfClass(entry);
      if (wrong) return { at, ...wrong };
    }
  }
  return undefined;
};

const problemOfDivision = (form: Form): Problem | undefined => {
  const { column: name, codes, none } = form.division;
  const at = ["division"];
  if (!isDraft(form) && isUnwritten(none))
    return { at, expected: "the reason why there is no division column", got: none };
  if ((name === undefined) === (none === undefined))
    return { at, expected: "either the column of the division, or under none the reason why there is none", got: name };
  return codes !== undefined && name === undefined ? { at, expected: "codes of a column", got: none } : undefined;
};

/** Whether nothing of a type is classified yet: it is not in the graph, and its file may still lack what people have to write. */
const isDraft = ({ fields }: Pick<Form, "fields">): boolean => ![...fields.values()].some(isShared);

const problemOfWords = (form: Form): Problem | undefined => {
  const unwritten = (["title", "theme"] as const).find((part) => isUnwritten(form[part]));
  return unwritten === undefined || isDraft(form)
    ? undefined
    : { at: [unwritten], expected: `a ${unwritten} in Chinese of what is classified`, got: form[unwritten] };
};

const problemOfType = (form: Form): Problem | undefined => {
  const wrong =
    misnamed(form.fields.keys(), "field", ["fields"]) ?? misnamed(form.lists?.keys() ?? [], "field", ["lists"]);
  if (wrong) return wrong;
  const key = form.fields.get(form.key);
  const isKey = key !== undefined && (isShared(key) || isDraft(form)) && ["ID", "Int"].includes(key.type);
  if (!isKey) return { at: ["key"], expected: "a shared field of type ID or Int", got: form.key };
  for (const [name, field] of form.fields) {
    const wrong = problemOfField(name, field, form);
    if (wrong) return { at: ["fields", name], ...wrong };
  }
  return (
    problemOfWords(form) ??
    problemOfDivision(form) ??
    problemOfLists(form) ??
    problemOfEntries(form) ??
    problemOfRequests(form.requests ?? REQUESTS_DEFAULTS, form)
  );
};

const TYPE = v.pipe(TYPE_FORM, rule(problemOfType));

const ENUM = mapping({
  title: chinese,
  values: dictionary(
    mapping({ title: chinese, codes: list(text("a code of the old system in quotes"), "a list of codes") }),
  ),
});

const SQL = mapping({
  statementSeconds: v.optional(
    v.pipe(v.number("seconds"), v.minValue(1, "at least 1"), v.maxValue(60, "at most 60")),
    5,
  ),
});

const FILES = mapping({
  encoding: v.optional(oneOf(["utf-8", "gb18030"], "utf-8, or gb18030, of which GBK is a part"), "utf-8"),
  delimiter: v.optional(oneOf([",", ";", "\t", "|"]), ","),
  header: v.optional(
    v.pipe(
      v.number("the number of a row"),
      v.integer("a whole number"),
      v.minValue(1, "at least 1"),
      v.maxValue(20, "at most 20"),
    ),
    1,
  ),
  lookSeconds: v.optional(
    v.pipe(v.number("seconds"), v.minValue(0, "at least 0"), v.maxValue(3_600, "at most 3600")),
    10,
  ),
});

/** Limits that keep an old system alive; each has a default. */
const LIMITS = mapping({
  concurrency: v.optional(
    v.pipe(
      v.number("a number"),
      v.integer("a whole number"),
      v.minValue(1, "at least 1"),
      v.maxValue(50, "at most 50"),
    ),
    4,
  ),
  rows: v.optional(
    v.pipe(
      v.number("a number"),
      v.integer("a whole number"),
      v.minValue(1, "at least 1"),
      v.maxValue(100_000, "at most 100000"),
    ),
    10_000,
  ),
});

const SOURCE_FORM = mapping({
  source: matching(/^[a-z][a-z0-9-]{1,60}$/, "the name of the folder, such as medical-insurance"),
  title: chinese,
  owner: oneOf(owners),
  kind: oneOf(KINDS),
  place: variable,
  timeZone: v.optional(oneOf(["Asia/Shanghai", "UTC"]), "Asia/Shanghai"),
  sql: v.exactOptional(SQL),
  mysql: v.exactOptional(SQL),
  files: v.exactOptional(FILES),
  rest: v.exactOptional(REST),
  soap: v.exactOptional(SOAP),
  graphql: v.exactOptional(GRAPHQL),
  secrets: v.optional(dictionary(variable), {}),
  limits: v.exactOptional(LIMITS),
  enums: v.optional(dictionary(ENUM), {}),
  types: dictionary(TYPE),
});

/** The first enum of a shared field that still lacks its words. */
const problemOfEnumWords = (
  enums: v.InferOutput<typeof SOURCE_FORM>["enums"],
  types: ReadonlyMap<string, Form>,
): Problem | undefined => {
  const fields = [...types.values()].flatMap((type) => [...type.fields.values()]);
  for (const [name, { title, values }] of enums) {
    if (!fields.some((field) => field.type === name && isShared(field))) continue;
    const expected = "a title in Chinese of what is classified";
    if (isUnwritten(title)) return { at: ["enums", name, "title"], expected, got: title };
    const [value, words] = [...values].find(([, one]) => isUnwritten(one.title)) ?? [];
    if (value !== undefined) return { at: ["enums", name, "values", value, "title"], expected, got: words?.title };
  }
  return undefined;
};

/** A field's type is known, and each code of an enum stands for one value. */
const problemOfSource = ({ kind, enums, types, ...form }: v.InferOutput<typeof SOURCE_FORM>): Problem | undefined => {
  const wrong = misnamed(types.keys(), "type", ["types"]) ?? misnamed(enums.keys(), "type", ["enums"]);
  if (wrong) return wrong;
  const known = [...SCALARS, ...REFERRED_NAMES, ...enums.keys()];
  for (const [type, { fields }] of types)
    for (const [name, field] of fields)
      if (!known.includes(field.type))
        return { at: ["types", type, "fields", name, "type"], expected: `one of ${known.join(", ")}`, got: field.type };
  for (const [name, { values }] of enums) {
    const unfit = misnamed(values.keys(), "value", ["enums", name, "values"]);
    if (unfit) return unfit;
    const codes = [...values.values()].flatMap((value) => value.codes);
    const twice = codes.find((code, at) => codes.indexOf(code) !== at);
    if (twice !== undefined) return { at: ["enums", name], expected: "each code once", got: twice };
  }
  const unwritten = problemOfEnumWords(enums, types);
  if (unwritten) return unwritten;
  const other = KINDS.find((block) => block !== kind && form[block] !== undefined);
  if (other) return { at: [other], expected: `settings of the kind ${kind} alone`, got: other };
  return problemOfKind(kind, types, form);
};

type Types = ReadonlyMap<string, Form>;

/** How an interface names what it is asked for. */
const PLACES: Readonly<Partial<Record<(typeof KINDS)[number], readonly [form: RegExp, expected: string]>>> = {
  rest: [/^\/[\w\-./~%]*$/, "a path such as /api/projects"],
  soap: [/^[A-Za-z_][\w.-]*$/, "an operation such as queryTaxpayers"],
  graphql: [/^[_A-Za-z]\w*$/, "a field of Query such as taxpayers"],
};

/** Every word of a type that a GraphQL document holds, by its place; what is no name would change the document. */
const problemOfNames = ({ fields, division, asOf, requests = REQUESTS_DEFAULTS }: Form): Problem | undefined => {
  const { rows, pages, success, query, lookups, division: narrowed } = requests;
  const words: readonly (readonly [at: readonly string[], word: string | undefined])[] = [
    ...[...fields].map(([field, stated]) => [["fields", field, "column"], stated.column] as const),
    [["division", "column"], division.column],
    [["asOf"], asOf],
    [["requests", "rows"], rows],
    [["requests", "success", "at"], success?.at],
    [["requests", "division", "parameter"], narrowed?.parameter],
    ...[...query.keys()].map((name) => [["requests", "query", name], name] as const),
    ...(["number", "offset", "after", "cursor", "more", "size", "total"] as const).map(
      (part) => [["requests", "pages", part], pages?.[part]] as const,
    ),
    ...[...lookups].flatMap(([field, { parameter, rows: found }]) => [
      [["requests", "lookups", field, "parameter"], parameter] as const,
      [["requests", "lookups", field, "rows"], found] as const,
    ]),
  ];
  const [at, got] = words.find(([, word]) => word !== undefined && !GRAPHQL_NAMES.test(word)) ?? [];
  return at === undefined ? undefined : { at, expected: "names of GraphQL with dots between them", got };
};

/** What a kind asks of the places of its rows, and of secrets. */
const problemOfKind = (
  kind: (typeof KINDS)[number],
  types: Types,
  { rest, soap, graphql, secrets }: Pick<v.InferOutput<typeof SOURCE_FORM>, "rest" | "soap" | "graphql" | "secrets">,
): Problem | undefined => {
  const place = PLACES[kind];
  for (const [name, type] of types) {
    const { from, requests } = type;
    const at = ["types", name];
    if (place === undefined) {
      if (requests !== undefined)
        return { at: [...at, "requests"], expected: "requests of an interface alone (rest, soap, graphql)", got: kind };
      continue;
    }
    const [form, expected] = place;
    if (!form.test(from)) return { at: [...at, "from"], expected, got: from };
    for (const [field, { path }] of requests?.lookups ?? [])
      if (!form.test(path)) return { at: [...at, "requests", "lookups", field, "path"], expected, got: path };
    const misnamed = kind === "graphql" ? problemOfNames(type) : undefined;
    if (misnamed) return { ...misnamed, at: [...at, ...misnamed.at] };
  }
  if (kind === "soap" && soap === undefined) return { at: ["soap"], expected: "soap, with its wsdl", got: undefined };
  if (kind === "graphql" && graphql === undefined)
    return { at: ["graphql"], expected: "graphql, with its schema", got: undefined };
  const needed = secretsOf(rest ?? graphql ?? {});
  const missing = needed.find((name) => !secrets.has(name));
  if (missing !== undefined)
    return { at: ["secrets"], expected: `${missing}: an environment variable's name`, got: undefined };
  const idle = [...secrets.keys()].find((name) => !needed.includes(name));
  return idle === undefined ? undefined : { at: ["secrets", idle], expected: "a secret that is used", got: idle };
};

export const SOURCE = v.pipe(SOURCE_FORM, rule(problemOfSource));

/** A source.yaml that was read. */
export type SourceDescription = v.InferOutput<typeof SOURCE>;

/** The types of a source that are in the graph: those of which something is classified. */
export function joinedTypes({ types }: Pick<SourceDescription, "types">): ReadonlyMap<string, SourceType> {
  return new Map([...types].filter(([, type]) => !isDraft(type)));
}

/** One type of a source. */
export type SourceType = v.InferOutput<typeof TYPE>;

/** One field of a source's type. */
export type SourceField = v.InferOutput<typeof FIELD>;

export type Classified = Pick<SourceField, "level" | "share" | "mask" | "basis">;

/** Columns that are kept of a type's rows, by the graph's names: those of classified fields, of the division and of the moment. */
export function columnsOf({ fields, division, asOf }: SourceType): ReadonlyMap<string, string> {
  const columns = new Map(
    [...fields].flatMap(([field, { share, column: name }]) => (share === undefined ? [] : [[field, name] as const])),
  );
  if (division.column !== undefined) columns.set("divisionCode", division.column);
  if (asOf !== undefined) columns.set("asOf", asOf);
  return columns;
}
