import {
  type DefinitionNode,
  type DocumentNode,
  type FieldNode,
  Kind,
  type NameNode,
  type OperationDefinitionNode,
  OperationTypeNode,
  print,
  visit,
} from "graphql";
import { fragmentsOf } from "../operation/fragments.ts";
import type { EventType } from "./hub-event.ts";

/** A subscription as an ordinary question about one row, by its key. */
export interface Question {
  readonly text: string;
  /** Names of the variables that it takes, `eventKey` among them. */
  readonly variables: ReadonlySet<string>;
}

const name = (value: string): NameNode => ({ kind: Kind.NAME, value });

const usedIn = (node: DefinitionNode) => {
  const fragments = new Set<string>();
  const variables = new Set<string>();
  visit(node, {
    FragmentSpread: (spread) => void fragments.add(spread.name.value),
    VariableDefinition: () => false,
    Variable: (variable) => void variables.add(variable.name.value),
  });
  return { fragments, variables };
};

/** A definition with the fragments that it spreads, and theirs. */
const withFragments = (document: DocumentNode, definition: DefinitionNode): readonly DefinitionNode[] => {
  const known = fragmentsOf(document);
  const reached = new Set<DefinitionNode>([definition]);
  for (const one of reached)
    for (const spread of usedIn(one).fragments) {
      const fragment = known.get(spread);
      if (fragment !== undefined) reached.add(fragment);
    }
  return [...reached];
};

const KEY = { kind: Kind.VARIABLE, name: name("eventKey") } as const;

/**
 * The question behind a subscription: its root field becomes the entry that gives a row by its key, under the same name in the answer.
 * What only the root field's own arguments used is left out.
 * @param keyType of the entry's argument, nullable
 */
export function questionOf(
  document: DocumentNode,
  { operation, root }: { readonly operation: OperationDefinitionNode; readonly root: FieldNode },
  { entry, argument }: EventType,
  keyType: string,
): Question {
  const row: FieldNode = {
    ...root,
    alias: name(root.alias?.value ?? root.name.value),
    name: name(entry),
    arguments: [{ kind: Kind.ARGUMENT, name: name(argument), value: KEY }],
  };
  const selectionSet = { kind: Kind.SELECTION_SET, selections: [row] } as const;
  const asked = { ...operation, operation: OperationTypeNode.QUERY, selectionSet };
  const [, ...fragments] = withFragments(document, asked);
  const variables = new Set([asked, ...fragments].flatMap((one) => [...usedIn(one).variables]));
  const declared = (operation.variableDefinitions ?? []).filter(({ variable }) => variables.has(variable.name.value));
  const type = { kind: Kind.NON_NULL_TYPE, type: { kind: Kind.NAMED_TYPE, name: name(keyType) } } as const;
  const variableDefinitions = declared.some(({ variable }) => variable.name.value === KEY.name.value)
    ? declared
    : [...declared, { kind: Kind.VARIABLE_DEFINITION, variable: KEY, type } as const];
  const text = print({ kind: Kind.DOCUMENT, definitions: [{ ...asked, variableDefinitions }, ...fragments] });
  return { text, variables };
}
