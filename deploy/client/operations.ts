import { readFile } from "node:fs/promises";
import { CommandMistake, readFlags } from "../../host/command-line.ts";
import { readManifest, type CarriedOperation } from "../../schema/operation-manifest.ts";
import { OPERATION_ID, type OperationFacts } from "../../schema/registered-operation.ts";
import type { OperatorCommand } from "../operate/command.ts";
import { answerTo, type AppAsking } from "./app-schema.ts";
import { APP_FLAGS, appFlagsUsage, askingOf } from "./asking-app.ts";

const WORKFLOW = "DATA_SHARING";

const usage = `Usage: shali-hub operations --app ID --token FILE [--operations FILE … | --retire ID --reason TEXT]

Registers an app's operations, which it then asks for by their ids, as the applicant of its department whose token it is; retires one; or, with neither,
says which there are. What is in force already stays as it is, however often it is sent. A head of the department's sharing body confirms what waits.
${appFlagsUsage}
                     (here --purpose is ${WORKFLOW} unless given)
  --operations FILE  a manifest of Apollo (version 1), a map of Relay or of \`shali-hub client\`, or a .graphql file; may be repeated
  --retire ID        takes one out of force at once, sha256:…
  --reason TEXT      why, where it was used within 30 days`;

/** An operation of the app, as the register has it. */
interface Registered {
  readonly id: string;
  readonly name: string;
  readonly proposedBy: string;
  readonly confirmedBy: string | null;
  readonly confirmedAt: string | null;
  readonly retiredAt: string | null;
  readonly retireReason: string | null;
  readonly lastUsedOn: string | null;
}

type Ask = (query: string, variables: object) => Promise<Readonly<Record<string, unknown>>>;

const asking = (app: AppAsking): Ask => {
  return async (query, variables) => {
    const { data, errors = [] } = await answerTo(app, query, variables);
    if (errors.length > 0) {
      const told = errors.map(({ message = "", extensions: { code, zh } = {} }) =>
        [code, message, zh].filter(Boolean).join(" "),
      );
      throw new Error(told.join("\n"));
    }
    return data ?? {};
  };
};

const SHOWN = "operations { id name proposedBy confirmedBy confirmedAt retiredAt retireReason lastUsedOn }";
const FACTS = "query ($operation: String!) { operationFacts(operation: $operation) { coordinates cost plan } }";
const REGISTER = `mutation ($app: String!, $operations: [OperationInput!]!) { registerOperations(app: $app, operations: $operations) { ${SHOWN} } }`;
const RETIRE = `mutation ($app: String!, $operation: String!, $reason: String) {
  retireOperation(app: $app, operation: $operation, reason: $reason) { ${SHOWN} } }`;
const LIST = `{ apps { id ${SHOWN} } }`;

const stateOf = ({ proposedBy, confirmedBy, confirmedAt, retiredAt, retireReason, lastUsedOn }: Registered): string => {
  const used = lastUsedOn === null ? "" : `, last used on ${lastUsedOn}`;
  if (retiredAt !== null)
    return `retired on ${retiredAt.slice(0, 10)}${retireReason === null ? "" : ` (${retireReason})`}${used}`;
  if (confirmedAt === null) return `waits: proposed by ${proposedBy}, to be confirmed by a head of the sharing body`;
  return `in force since ${confirmedAt.slice(0, 10)}, confirmed by ${confirmedBy ?? ""}${used}`;
};

const linesOf = (operations: readonly Registered[]): string =>
  operations.length === 0
    ? "The app has no registered operations."
    : operations.map((one) => `${one.id} ${one.name}: ${stateOf(one)}`).join("\n");

const carriedIn = async (paths: readonly string[]): Promise<readonly CarriedOperation[]> => {
  const read = await Promise.all(paths.map(async (path) => readManifest(path, await readFile(path, "utf8"))));
  return [...new Map(read.flat().map((one) => [one.id, one])).values()];
};

/** Hands operations in, each with what the hub says of it. @throws with what the hub, or the workflow, refuses */
const register = async (
  ask: Ask,
  app: string,
  carried: readonly CarriedOperation[],
): Promise<readonly Registered[]> => {
  const operations = [];
  for (const { name, text } of carried) {
    const facts = (
      await ask(FACTS, { operation: text }).catch((error: unknown) => {
        throw new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      })
    )["operationFacts"] as OperationFacts;
    operations.push({ document: text, coordinates: facts.coordinates, cost: facts.cost, plan: facts.plan });
  }
  const ids = new Set(carried.map(({ id }) => id));
  const { operations: all } = (await ask(REGISTER, { app, operations }))["registerOperations"] as {
    operations: readonly Registered[];
  };
  return all.filter(({ id }) => ids.has(id));
};

const retire = async (
  ask: Ask,
  app: string,
  operation: string,
  reason: string | undefined,
): Promise<readonly Registered[]> => {
  if (!OPERATION_ID.test(operation)) throw new CommandMistake("--retire must be sha256: and 64 hexadecimal digits.");
  const { operations } = (await ask(RETIRE, { app, operation, reason }))["retireOperation"] as {
    operations: readonly Registered[];
  };
  return operations.filter(({ id }) => id === operation);
};

const listed = async (ask: Ask, app: string): Promise<readonly Registered[]> => {
  const apps = (await ask(LIST, {}))["apps"] as readonly {
    readonly id: string;
    readonly operations: readonly Registered[];
  }[];
  const found = apps.find(({ id }) => id === app);
  if (found === undefined) throw new Error(`The register has no app ${app}.`);
  return found.operations;
};

/** `shali-hub operations`. */
export const operationsCommand: OperatorCommand = {
  usage,
  run: async (args) => {
    const text = { type: "string" } as const;
    const options = {
      ...APP_FLAGS,
      operations: { type: "string", multiple: true },
      retire: text,
      reason: text,
    } as const;
    const { values } = readFlags({ args: [...args], options });
    const { operations: paths = [], retire: retired, reason } = values;
    if (paths.length > 0 && retired !== undefined) throw new CommandMistake("Give --operations or --retire, not both.");
    if (reason !== undefined && retired === undefined)
      throw new CommandMistake("--reason says why one is retired: give --retire ID.");
    const carried = await carriedIn(paths);
    const app = await askingOf({ ...values, purpose: values.purpose ?? WORKFLOW });
    const ask = asking(app);
    if (retired !== undefined) return linesOf(await retire(ask, app.app, retired, reason));
    return linesOf(paths.length > 0 ? await register(ask, app.app, carried) : await listed(ask, app.app));
  },
};
