import type { PlanNode } from "@graphql-hive/router-query-planner";
import { expect, test } from "@jest/globals";
import { parse, print } from "graphql";
import { plannedDepartments, withoutConditions } from "./planned-departments.ts";

const fetch = (serviceName: string) => ({ kind: "Fetch", serviceName, operation: "{ a }" }) as PlanNode;
const both = (kind: "Sequence" | "Parallel", ...nodes: readonly PlanNode[]) => ({ kind, nodes }) as PlanNode;

test("a plan's departments are told one for each fetch: a sequence's in its order, what runs at once in that of the names", () => {
  const node = both(
    "Sequence",
    fetch("z"),
    both("Parallel", both("Sequence", fetch("b"), fetch("a")), fetch("b"), fetch("a"), fetch("c")),
    { kind: "Flatten", path: [{ Field: "x" }], node: fetch("y") },
    { kind: "BatchFetch", serviceName: "batch" } as unknown as PlanNode,
    { kind: "Condition", condition: "c", ifClause: fetch("if"), elseClause: fetch("else") },
    { kind: "Condition", condition: "c", elseClause: fetch("other") },
    { kind: "Defer" } as unknown as PlanNode,
  );
  expect(plannedDepartments({ kind: "QueryPlan", node })).toEqual([
    "z",
    "a",
    "b",
    "b",
    "a",
    "c",
    "y",
    "batch",
    "if",
    "else",
    "other",
  ]);
  expect(plannedDepartments({ kind: "QueryPlan" })).toEqual([]);
});

test("the most that a document ever asks is it without its conditions, other directives kept", () => {
  const document = parse(
    "query ($a: Boolean!) { x @skip(if: $a) @other y @include(if: $a) { z } ...F @skip(if: $a) } fragment F on T { w }",
  );
  expect(print(withoutConditions(document))).toBe(
    print(parse("query ($a: Boolean!) { x @other y { z } ...F } fragment F on T { w }")),
  );
});
