import { fields, parse, text } from "../json.ts";
import { dataOf, type AnsweredTab } from "./answered-tab.ts";
import { registeredIn, stateOf, type RegisteredApp } from "./registered-operations.ts";
import type { Chain, Known, Take, TakenOver } from "./step.ts";

/** The life of a registered operation (登记操作): from what is approved beside its text to its end. */
export const REGISTRATION: Chain = new Map<string, Take>([
  ["OperationFacts", () => undefined],
  ["RegisterOperations", register],
  ["ConfirmOperations", confirm],
  ["RetireOperation", retire],
  ["RegisteredOperations", () => undefined],
]);

/** The last answered tab of a step. */
function lastOf(tabs: readonly AnsweredTab[], step: string): AnsweredTab | undefined {
  return tabs.findLast(({ operationName, response }) => operationName === step && dataOf(response) !== undefined);
}

/** The operation that was asked about, with what the gateway says is approved beside its text. */
function register({ tabs }: Known): TakenOver | undefined {
  const told = lastOf(tabs, "OperationFacts");
  const facts = fields(dataOf(told?.response)?.["operationFacts"]);
  const document = text(fields(parse(told?.variables ?? ""))?.["operation"]);
  if (facts === undefined || document === undefined) return undefined;
  const { coordinates, cost, plan } = facts;
  return { variables: { operations: [{ document, coordinates, cost, plan }] } };
}

/** The app whose operations the step before has shown. */
function shownBy(tabs: readonly AnsweredTab[], step: string): RegisteredApp | undefined {
  return registeredIn(lastOf(tabs, step)?.response)[0];
}

/** All that wait, by the head of the department's sharing body: whoever proposed them confirms none. */
function confirm({ tabs, variables }: Known): TakenOver | undefined {
  const app = shownBy(tabs, "RegisterOperations");
  const waiting = app?.operations.filter((operation) => stateOf(operation) === "待确认").map(({ id }) => id) ?? [];
  if (app === undefined || waiting.length === 0) return undefined;
  return { variables: { ...variables, app: app.id, operations: waiting } };
}

/** The operation that was confirmed last. */
function retire({ tabs }: Known): TakenOver | undefined {
  const app = shownBy(tabs, "ConfirmOperations");
  const confirmed = app?.operations
    .filter((operation) => stateOf(operation) === "可用")
    .sort((one, other) => one.confirmedAt.localeCompare(other.confirmedAt))
    .at(-1);
  return app && confirmed && { variables: { app: app.id, operation: confirmed.id } };
}
