import { localTime } from "../../../schema/words.ts";
import { records, text, type Fields } from "../json.ts";
import { dataOf } from "./answered-tab.ts";

/** A registered operation as an answer shows it; a text that is empty is one that the answer does not have. */
export interface RegisteredOperation {
  readonly id: string;
  readonly name: string;
  readonly proposedBy: string;
  readonly proposedAt: string;
  readonly confirmedBy: string;
  readonly confirmedAt: string;
  readonly lastUsedOn: string;
  readonly retiredBy: string;
  readonly retiredAt: string;
  readonly retireReason: string;
}

/** An app with its registered operations. */
export interface RegisteredApp {
  readonly id: string;
  readonly name: string;
  readonly operations: readonly RegisteredOperation[];
}

/** Where a registered operation stands. */
export type OperationState = "待确认" | "可用" | "已停用";

/** An operation is of use once another hand has confirmed it, until somebody retires it. */
export function stateOf({ confirmedAt, retiredAt }: RegisteredOperation): OperationState {
  if (retiredAt !== "") return "已停用";
  return confirmedAt === "" ? "待确认" : "可用";
}

/** The apps of an answer that shows their registered operations with where they stand: a step's result, or a list. */
export function registeredIn(response: string | null | undefined): readonly RegisteredApp[] {
  return Object.values(dataOf(response) ?? {}).flatMap((value) =>
    records(Array.isArray(value) ? value : [value]).flatMap(appIn),
  );
}

function appIn(app: Fields): RegisteredApp[] {
  const id = text(app["id"]);
  const operations = records(app["operations"]);
  // Without the two moments nobody can say where an operation stands.
  const isShown = operations.every(
    (one) => "confirmedAt" in one && "retiredAt" in one && text(one["id"]) !== undefined,
  );
  if (id === undefined || !Array.isArray(app["operations"]) || !isShown) return [];
  return [{ id, name: text(app["name"]) ?? id, operations: operations.map(operationIn) }];
}

function operationIn(row: Fields): RegisteredOperation {
  const said = (name: string) => text(row[name]) ?? "";
  return {
    id: said("id"),
    name: said("name"),
    proposedBy: said("proposedBy"),
    proposedAt: said("proposedAt"),
    confirmedBy: said("confirmedBy"),
    confirmedAt: said("confirmedAt"),
    lastUsedOn: said("lastUsedOn"),
    retiredBy: said("retiredBy"),
    retiredAt: said("retiredAt"),
    retireReason: said("retireReason"),
  };
}

/** A moment as officers read it: in Beijing, to the minute. What is no moment stays as it came. */
export function momentInBeijing(moment: string): string {
  const at = Date.parse(moment);
  if (Number.isNaN(at)) return moment;
  return localTime(at).slice(0, 16).replace("T", " ");
}
