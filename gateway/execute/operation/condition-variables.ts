import { type DocumentNode, Kind, visit } from "graphql";
import type { Variables } from "../run.ts";

/** The variables that the document's `@skip` and `@include` read. */
export const conditionVariables = (document: DocumentNode): readonly string[] => {
  const names = new Set<string>();
  visit(document, {
    Directive: (node) => {
      if (node.name.value !== "skip" && node.name.value !== "include") return;
      for (const argument of node.arguments ?? []) {
        if (argument.value.kind === Kind.VARIABLE) names.add(argument.value.name.value);
      }
    },
  });
  return [...names];
};

/** One letter per condition: which of an operation's shapes this request has. */
export const shapeOf = (names: readonly string[], variables: Variables): string =>
  names.map((name) => (variables[name] === true ? "1" : "0")).join("");
