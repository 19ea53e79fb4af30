import type { PlanNode, QueryPlan } from "@graphql-hive/router-query-planner";
import { type DocumentNode, visit } from "graphql";

const inOrder = (lists: readonly (readonly string[])[]): readonly string[] => lists.flat();

/** What runs at the same time has no order of its own: it is told in that of the departments' names. */
const atOnce = (lists: readonly (readonly string[])[]): readonly string[] =>
  [...lists].sort((one, other) => (one.join() < other.join() ? -1 : 1)).flat();

const asked = (node: PlanNode): readonly string[] => {
  switch (node.kind) {
    case "Sequence":
      return inOrder(node.nodes.map(asked));
    case "Parallel":
      return atOnce(node.nodes.map(asked));
    case "Condition":
      return inOrder([node.ifClause, node.elseClause].flatMap((clause) => (clause ? [asked(clause)] : [])));
    case "Flatten":
      return asked(node.node);
    case "Fetch":
    case "BatchFetch":
      return [node.serviceName];
    case "Subscription":
    case "Defer":
      return [];
  }
};

/** The departments that a plan asks, one for each of its fetches, in their order. */
export function plannedDepartments({ node }: QueryPlan): readonly string[] {
  return node === undefined ? [] : asked(node);
}

/** The document as it is with every `@include` and without any `@skip`: the most that it ever asks. */
export function withoutConditions(document: DocumentNode): DocumentNode {
  return visit(document, {
    Directive: ({ name: { value } }) => (value === "skip" || value === "include" ? null : undefined),
  });
}
