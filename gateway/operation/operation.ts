import type { DocumentNode, FragmentDefinitionNode, OperationDefinitionNode } from "graphql";
import type { CoerceVariables, Variables } from "./coerce-variables.ts";
import type { Conditions } from "./fold-conditions.ts";

/** Something that is derived from an operation alone, such as its cost function. MUST be pure; its identity is the key. */
export type Derive<Value> = (operation: Operation) => Value;

/** The parties that an operation's root fields ask. */
interface Asked {
  /** Departments: a caller, a purpose and a grant are demanded. */
  readonly data: boolean;
  /** The hub about its own rules: a caller is demanded, and nothing else. */
  readonly own: boolean;
}

/**
 * One operation of one document, read once and validated: the same object for every request that sends it. Whatever a step
 * derives from it is kept with it, so nothing is read, parsed or coerced a second time.
 */
export interface Operation {
  readonly document: DocumentNode;
  /** undefined when the document holds one operation and none was named. */
  readonly name: string | undefined;
  readonly node: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Names of the root fields, through fragments. */
  readonly rootFields: ReadonlySet<string>;
  readonly asks: Asked;
  /** 16 hexadecimal digits that name its shape; nothing of its literals, aliases and names can be found from them. */
  readonly hash: string;
  /** Coerces a request's variables. @throws InvalidVariables */
  readonly coerce: CoerceVariables;
  /** The values that a request's variables give to `@skip` and `@include`. */
  readonly conditionsOf: (variables: Variables) => Conditions;
  /** The value of `derive` for this operation, computed at the first call. */
  readonly derived: <Value>(derive: Derive<Value>) => Value;
  /** Adds bytes to what the operation weighs in the cache; negative when something was given up. */
  readonly grow: (bytes: number) => void;
}
