import {
  type ASTNode,
  buildASTSchema,
  type DirectiveNode,
  type DocumentNode,
  type NameNode,
  type GraphQLSchema,
  isTypeDefinitionNode,
  Kind,
  parse,
  visit,
} from "graphql";

/** Names that composition added for the planner: no caller sees them. */
const isMachinery = (name: string): boolean => /^(?:join|link|core)__|^(?:link|core|inaccessible)$/.test(name);

const isInaccessible = (node: ASTNode): boolean => {
  const directives: readonly DirectiveNode[] | undefined = "directives" in node ? node.directives : undefined;
  return directives?.some((directive) => directive.name.value === "inaccessible") === true;
};

/** Types that no caller sees, by name. */
const hiddenTypes = (supergraph: DocumentNode): ReadonlySet<string> =>
  new Set(
    supergraph.definitions.flatMap((definition) => {
      const name: NameNode | undefined = "name" in definition ? definition.name : undefined;
      if (name === undefined) return [];
      const { value } = name;
      return isMachinery(value) || isInaccessible(definition) ? [value] : [];
    }),
  );

/**
 * The schema that callers see: the supergraph without its machinery and without what is `@inaccessible`.
 * Descriptions and the owners' own directives stay.
 */
export function consumerSchemaOf(supergraphSdl: string): GraphQLSchema {
  const supergraph = parse(supergraphSdl, { noLocation: true });
  const hidden = hiddenTypes(supergraph);
  const drop = (node: ASTNode): null | undefined => {
    if (isInaccessible(node)) return null;
    return isTypeDefinitionNode(node) && hidden.has(node.name.value) ? null : undefined;
  };
  const visible: DocumentNode = visit(supergraph, {
    enter: (node) => {
      switch (node.kind) {
        case Kind.DIRECTIVE:
        case Kind.DIRECTIVE_DEFINITION:
          return isMachinery(node.name.value) ? null : undefined;
        case Kind.NAMED_TYPE:
          return hidden.has(node.name.value) ? null : undefined;
        default:
          return drop(node);
      }
    },
  });
  return buildASTSchema(visible, { assumeValid: true, assumeValidSDL: true });
}
