import { Kind, type DocumentNode, type OperationDefinitionNode, type SelectionSetNode } from "graphql";

import { fragmentsOf } from "./operation-of.ts";

/** Whom an operation's root fields ask. The schema itself answers everybody. */
export interface Asked {
  /** Departments: a caller, a purpose and a grant are demanded. */
  readonly data: boolean;
  /** The hub about its own rules: a caller is demanded, and nothing else. */
  readonly own: boolean;
}

const known = new WeakMap<OperationDefinitionNode, { readonly own: ReadonlySet<string>; readonly asked: Asked }>();

/** Names of an operation's root fields, through its fragments. */
export const rootFields = (document: DocumentNode, operation: OperationDefinitionNode): ReadonlySet<string> => {
  const fragments = fragmentsOf(document);
  const visited = new Set<string>();
  const names = new Set<string>();
  const walk = (set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) names.add(selection.name.value);
      else if (selection.kind === Kind.INLINE_FRAGMENT) walk(selection.selectionSet);
      else if (!visited.has(selection.name.value)) {
        visited.add(selection.name.value);
        const fragment = fragments.get(selection.name.value);
        if (fragment) walk(fragment.selectionSet);
      }
    }
  };
  walk(operation.selectionSet);
  return names;
};

/** Whom an operation asks, by its root fields; looked at once per operation. `own` are the hub's own, `Type.field`. */
export const asksFor = (
  document: DocumentNode,
  operation: OperationDefinitionNode,
  rootType: string,
  own: ReadonlySet<string>,
): Asked => {
  const before = known.get(operation);
  if (before?.own === own) return before.asked;
  const names = [...rootFields(document, operation)].filter((name) => !name.startsWith("__"));
  const isOwn = (name: string): boolean => own.has(`${rootType}.${name}`);
  const asked = Object.freeze({ data: names.some((name) => !isOwn(name)), own: names.some(isOwn) });
  known.set(operation, { own, asked });
  return asked;
};
