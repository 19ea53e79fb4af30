import type { DocumentNode, OperationDefinitionNode } from "graphql";

import { rootFields } from "../operation/root-fields.ts";

/** Whom an operation's root fields ask. The schema itself answers everybody. */
export interface Asked {
  /** Departments: a caller, a purpose and a grant are demanded. */
  readonly data: boolean;
  /** The hub about its own rules: a caller is demanded, and nothing else. */
  readonly own: boolean;
}

const known = new WeakMap<OperationDefinitionNode, { readonly own: ReadonlySet<string>; readonly asked: Asked }>();

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
