import {
  type ConstDirectiveNode,
  type DocumentNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type TypeNode,
} from "graphql";
import { ITEM_SPECIFICATION } from "../../schema/catalog/catalogue-source.ts";
import { linkedDirectiveNames } from "../../schema/catalog/arguments/linked-names.ts";
import type { Supergraph } from "../supergraph/read-supergraph.ts";
import type { EventType } from "./hub-event.ts";

const textOf = (directive: ConstDirectiveNode, name: string): string => {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : "";
};

/** Names of the subgraphs by their value of `join__Graph`. */
const graphsOf = (document: DocumentNode): ReadonlyMap<string, string> =>
  new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === "join__Graph"
        ? (node.values ?? []).flatMap(({ name, directives = [] }): [string, string][] =>
            directives.flatMap((directive): [string, string][] =>
              directive.name.value === "join__graph" ? [[name.value, textOf(directive, "name")]] : [],
            ),
          )
        : [],
    ),
  );

const graphArguments = (directives: readonly ConstDirectiveNode[] | undefined, name: string): readonly string[] =>
  (directives ?? []).flatMap((directive) => {
    const graph = directive.name.value === name ? textOf(directive, "graph") : "";
    return graph === "" ? [] : [graph];
  });

const namedType = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type));

const objectTypes = ({ definitions }: DocumentNode): readonly ObjectTypeDefinitionNode[] =>
  definitions.filter((node) => node.kind === Kind.OBJECT_TYPE_DEFINITION);

/**
 * The kinds of events that the departments of a supergraph declare (`@event`), by name.
 * @throws where two declare one name, or an event names an entry that is not there: an event that nobody can look up is told to nobody
 */
export function eventTypesOf({ document }: Supergraph): ReadonlyMap<string, EventType> {
  const names = linkedDirectiveNames(document, ITEM_SPECIFICATION, "event");
  const graphs = graphsOf(document);
  const types = objectTypes(document);
  const entries = types.find(({ name }) => name.value === "Query")?.fields ?? [];
  const found = new Map<string, EventType>();
  for (const type of types)
    for (const field of type.fields ?? [])
      for (const directive of field.directives?.filter(({ name }) => names.has(name.value)) ?? []) {
        const [name, entry, argument] = ["name", "entry", "argument"].map((each) => textOf(directive, each)) as [
          string,
          string,
          string,
        ];
        const tells = `${type.name.value}.${field.name.value}`;
        const by = graphArguments(field.directives, "join__field");
        const departments = (by.length > 0 ? by : graphArguments(type.directives, "join__type")).map(
          (graph) => graphs.get(graph) ?? "",
        );
        const row = entries.find(
          (query) => query.name.value === entry && query.arguments?.some((one) => one.name.value === argument),
        );
        if (row === undefined)
          throw new Error(`${tells}: the event ${name} names Query.${entry}(${argument}:), which is not there.`);
        if (found.has(name))
          throw new Error(`The event ${name} is declared twice: ${found.get(name)?.tells ?? ""}, ${tells}.`);
        found.set(name, { name, entry, argument, gives: namedType(row.type), tells, departments });
      }
  return found;
}
