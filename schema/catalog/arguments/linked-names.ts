import { Kind, type ConstDirectiveNode, type ConstValueNode, type DocumentNode } from "graphql";

interface Link {
  readonly url: string;
  readonly as: string | undefined;
  /** Element as the specification names it → as this schema names it. */
  readonly imports: ReadonlyMap<string, string>;
}

const textOf = (value: ConstValueNode | undefined): string | undefined =>
  value?.kind === Kind.STRING ? value.value : undefined;

const argument = (directive: ConstDirectiveNode, name: string): ConstValueNode | undefined =>
  directive.arguments?.find((candidate) => candidate.name.value === name)?.value;

const importsOf = (value: ConstValueNode | undefined): ReadonlyMap<string, string> => {
  const imports = new Map<string, string>();
  if (value?.kind !== Kind.LIST) return imports;
  for (const entry of value.values) {
    if (entry.kind === Kind.STRING) imports.set(entry.value, entry.value);
    if (entry.kind !== Kind.OBJECT) continue;
    const field = (name: string): string | undefined =>
      textOf(entry.fields.find((candidate) => candidate.name.value === name)?.value);
    const name = field("name");
    if (name !== undefined) imports.set(name, field("as") ?? name);
  }
  return imports;
};

const linksOf = (document: DocumentNode): readonly Link[] =>
  document.definitions
    .filter((node) => node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION)
    .flatMap((node) => node.directives ?? [])
    .flatMap((directive) => {
      const url = textOf(argument(directive, "url")) ?? textOf(argument(directive, "feature"));
      if (url === undefined) return [];
      return [{ url, as: textOf(argument(directive, "as")), imports: importsOf(argument(directive, "import")) }];
    });

/** `https://host/name/v1.0` → its identity `https://host/name` and the name that the link specification derives. */
const identityOf = (url: string): { readonly identity: string; readonly name: string } => {
  const identity = url.replace(/\/+$/, "").replace(/\/v[0-9]+\.[0-9]+$/, "");
  return { identity, name: identity.slice(identity.lastIndexOf("/") + 1) };
};

/**
 * Names under which a schema document uses one directive of a linked specification, without "@". Renamed imports,
 * namespaces (`as:`) and the default namespace are all followed, so a rename never disables a rule; a directive that
 * merely has the same name but is not linked is not taken for it. Source: the `link/v1.0` specification.
 */
export function linkedDirectiveNames(document: DocumentNode, identity: string, element: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const link of linksOf(document)) {
    const spec = identityOf(link.url);
    if (spec.identity !== identity) continue;
    const imported = link.imports.get(`@${element}`);
    if (imported !== undefined) names.add(imported.replace(/^@/, ""));
    const namespace = link.as ?? spec.name;
    names.add(`${namespace}__${element}`);
    if (imported === undefined && element === spec.name) names.add(namespace);
  }
  return names;
}
