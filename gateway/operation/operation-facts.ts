import type { OperationFacts, PinnedOperation } from "../../schema/registered-operation.ts";
import type { Words } from "../../schema/words.ts";
import { hubError } from "../errors.ts";
import type { Hub } from "../exchange.ts";
import type { Operation } from "./operation.ts";

/** Facts of one operation in one graph, or those that are being found out. */
interface Held {
  facts: OperationFacts | Promise<OperationFacts> | undefined;
}

const held = (): Held => ({ facts: undefined });

type Finding = Pick<Hub, "governance" | "bounds" | "execute">;

const findOut = async (
  { governance, bounds, execute }: Finding,
  operation: Operation,
  caller: string,
): Promise<OperationFacts> => {
  if (governance === undefined) throw hubError("HUB_NOT_READY", {});
  const { cost } = bounds.costsOf(operation)({});
  const plan = await execute.departments(operation, caller);
  return Object.freeze({ coordinates: governance.policy.needs(operation), cost, plan });
};

/**
 * What an approval of an operation covers, as the graph in force has it; found out once for each operation.
 * @param caller whose share of plannings it takes
 */
export function factsOf(hub: Finding, operation: Operation, caller: string): OperationFacts | Promise<OperationFacts> {
  const holder = operation.derived(held);
  if (holder.facts !== undefined) return holder.facts;
  const finding = findOut(hub, operation, caller);
  holder.facts = finding;
  finding.then(
    (facts) => {
      holder.facts = facts;
    },
    () => {
      holder.facts = undefined;
    },
  );
  return finding;
}

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((entry, at) => entry === other[at]);

/** What makes an operation another one than was approved; undefined where nothing does. Pure. */
export function changeOf(approved: OperationFacts, found: OperationFacts): Words | undefined {
  const more = found.coordinates.filter((coordinate) => !approved.coordinates.includes(coordinate));
  if (more.length > 0) return { en: `it needs ${more.join(", ")} too`, zh: `另需 ${more.join("、")}` };
  if (!isSame(approved.coordinates, found.coordinates)) return { en: "it needs less", zh: "所需字段减少" };
  if (approved.cost !== found.cost)
    return { en: `it costs ${found.cost}, not ${approved.cost}`, zh: `对象数为 ${found.cost}，非 ${approved.cost}` };
  if (isSame(approved.plan, found.plan)) return undefined;
  return {
    en: `it asks ${found.plan.join(", ")}, not ${approved.plan.join(", ")}`,
    zh: `查询的部门为 ${found.plan.join("、")}，非 ${approved.plan.join("、")}`,
  };
}

const verdicts = new WeakMap<OperationFacts, WeakMap<PinnedOperation, true>>();

/** @throws HUB_OPERATION_CHANGED where the graph in force makes something else of an operation than was approved */
export function assertApproved(approved: PinnedOperation, found: OperationFacts): void {
  const known = verdicts.get(found) ?? new WeakMap<PinnedOperation, true>();
  if (known.has(approved)) return;
  const reason = changeOf(approved, found);
  if (reason !== undefined) throw hubError("HUB_OPERATION_CHANGED", { reason });
  known.set(approved, true);
  verdicts.set(found, known);
}
