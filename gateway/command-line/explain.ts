import { existsSync, readFileSync } from "node:fs";
import { GraphQLError, parse, validate } from "graphql";
import { parse as parseYaml } from "yaml";
import { endOver, readFlags } from "../../host/command-line.ts";
import { installed } from "../../host/installed.ts";
import { buildCatalogue } from "../../schema/catalog/build-catalogue.ts";
import { EMPTY_OVERLAY, parseOverlay } from "../../schema/catalog/overlay.ts";
import { consumerSchemaOf } from "../supergraph/consumer-schema.ts";
import { createGrantBook } from "../grant/grant-book.ts";
import { caseNumberOf } from "../grant/case-number.ts";
import { parseGrants } from "../grant/store/parse-grants.ts";
import { readSupergraph } from "../supergraph/read-supergraph.ts";
import { servedSupergraph } from "../supergraph/add-own-graph.ts";
import { explainOperation, type Explanation } from "../decide/explain/explanation.ts";

/** A file's text. Throws the system's error. */
const readTextFile = (path: string): string => readFileSync(path, "utf8");

/** A YAML file's content, unchecked. Throws the system's error, or that of the parser. */
const readYamlFile = (path: string): unknown => parseYaml(readTextFile(path));

/** A JSON file's content, unchecked; undefined when there is no such file. */
const readJsonFile = (path: string): unknown =>
  existsSync(path) ? (JSON.parse(readTextFile(path)) as unknown) : undefined;

const usage = `Explains how an operation would be answered, and why; nothing is asked of any department.

  shali-hub explain --app ID --department ID --purpose P --grants FILE --operation FILE

  --app ID          the app that asks
  --department ID   the app's department
  --division CODE   the division of the officer the app acts for (narrows the rows)
  --officer ID      the officer that the app acts for; personal data is given to one only
  --case NUMBER     what x-case would say; personal data is given for a case only
  --purpose P       what x-purpose would say
  --operation FILE  a GraphQL document; FILE.variables.json beside it is read if there
  --name NAME       the operation, when the document holds several
  --supergraph FILE default schema/supergraph.graphql, as it comes with the hub
  --grants FILE     the grants in force
  --overlay FILE    classification of sources without directives
  --json            the whole explanation as JSON`;

const readArguments = () =>
  readFlags({
    options: {
      app: { type: "string" },
      department: { type: "string" },
      division: { type: "string" },
      officer: { type: "string" },
      case: { type: "string" },
      purpose: { type: "string" },
      operation: { type: "string" },
      name: { type: "string" },
      supergraph: { type: "string", default: installed("schema/supergraph.graphql") },
      grants: { type: "string" },
      overlay: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  }).values;

type Arguments = ReturnType<typeof readArguments>;

/** The flags without which there is nothing to explain. */
const NEEDED = ["app", "department", "purpose", "grants", "operation"] as const;
type Complete = Arguments & Readonly<Record<(typeof NEEDED)[number], string>>;

const isComplete = (values: Arguments): values is Complete => NEEDED.every((name) => values[name] !== undefined);

const variablesBeside = (path: string): Readonly<Record<string, unknown>> => {
  const variables = readJsonFile(path.replace(/\.(?:graphql|gql)$/, ".variables.json"));
  return typeof variables === "object" && variables !== null ? { ...variables } : {};
};

const explanationFor = (values: Complete): Explanation => {
  const sdl = readTextFile(values.supergraph);
  const overlay = values.overlay === undefined ? EMPTY_OVERLAY : parseOverlay(readYamlFile(values.overlay));
  const catalogue = buildCatalogue(sdl, overlay);
  const supergraph = servedSupergraph(readSupergraph(sdl), () => undefined);
  const schema = consumerSchemaOf(supergraph.served);
  const document = parse(readTextFile(values.operation));
  const mistakes = validate(schema, document);
  if (mistakes.length > 0) throw new GraphQLError(mistakes.map(({ message }) => message).join("\n"));
  const explanation = explainOperation({
    schema,
    own: supergraph.own,
    catalogue,
    book: createGrantBook(parseGrants(readYamlFile(values.grants), catalogue)),
    asking: {
      caller: {
        app: values.app,
        department: values.department,
        division: values.division ?? null,
        officer: values.officer ?? null,
      },
      purpose: values.purpose,
      caseNumber: caseNumberOf(values.case),
    },
    document,
    operationName: values.name ?? null,
    variables: variablesBeside(values.operation),
    now: Date.now(),
  });
  if (!explanation) throw new GraphQLError("The document holds several operations; name one with --name");
  return explanation;
};

const lines = ({ purpose, grants, level, coordinates, derived }: Explanation): readonly string[] => [
  `purpose  ${purpose.code} ${purpose.name} (${purpose.basis})`,
  `grants   ${grants.join(", ") || "none in force"}`,
  `level    ${level ?? "nothing is given"}`,
  "",
  ...coordinates.map((found) =>
    [
      found.outcome.padEnd(7),
      found.coordinate.padEnd(44),
      found.owner.padEnd(16),
      found.level,
      found.outcome === "DENIED"
        ? [...new Set(found.denials.map(({ reason, en, zh }) => `${reason}: ${en} ${zh}`))].join("; ")
        : `${found.grants.join(", ")} rows ${found.scope.map((prefix) => prefix || "*").join(", ") || "none"}${found.outcome === "MASKED" ? ` mask ${found.mask ?? ""}` : ""}`,
    ].join("  "),
  ),
  ...Object.entries(derived).map(([department, inputs]) => `derived by ${department} from ${inputs.join(", ")}`),
];

/** Runs the command line; a mistake is told on stderr, without a stack, with exit status 1, or 2 where it is one of the flags. */
const main = (): void => {
  try {
    const values = readArguments();
    if (values.help || !isComplete(values)) {
      process.stdout.write(`${usage}\n`);
      return;
    }
    const explanation = explanationFor(values);
    process.stdout.write(`${values.json ? JSON.stringify(explanation, null, 2) : lines(explanation).join("\n")}\n`);
  } catch (error) {
    endOver(error);
  }
};

main();
