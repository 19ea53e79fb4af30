import type { GraphQLSchema } from "graphql";
import { createBuilder } from "../../kit/builder/create-builder.ts";
import { declaring } from "../../kit/builder/create-department.ts";
import { subgraphSchema } from "../../kit/builder/federation.ts";
import type { SubgraphContext } from "../../kit/context.ts";
import { dataset } from "../../kit/dataset.ts";
import type { OwnerName } from "../../kit/departments.ts";
import { invalidInput } from "../../kit/errors.ts";
import { COLUMN } from "../../kit/guard/own-firm.ts";
import { conditional, divisionField, notShared, open, subject, type ItemOption } from "../../kit/item.ts";
import { equal, notBefore, type Filter } from "../../kit/rows/filters.ts";
import type { RowType } from "../../kit/rows/rows.ts";
import type { AnyRow } from "../../kit/rows/tables.ts";
import {
  joinedTypes,
  REFERRED,
  type Classified,
  type SourceDescription,
  type SourceField,
  type SourceType,
} from "../description/source-description.ts";
import { UNREADABLE } from "../values/translate.ts";
import { createSourceRows, type SourceDatabase } from "./source-rows.ts";

/** Key of each type that a source refers to. */
const KEYS = { Person: "id", Enterprise: "creditCode", ConstructionProject: "code" } as const satisfies Record<
  keyof typeof REFERRED,
  string
>;

type Referred = keyof typeof REFERRED;

const isReferred = (type: string): type is Referred => Object.hasOwn(REFERRED, type);

/** The owner's classification; undefined for what is not classified, and therefore not in the graph. */
const itemOf = ({ level, share, mask, basis }: Classified): ItemOption | undefined => {
  if (level === undefined || share === undefined) return undefined;
  if (share === "UNCONDITIONAL") return open(level);
  if (share === "CONDITIONAL") return conditional(level, mask, basis);
  return notShared(level, basis ?? "");
};

/** What Pothos is given of one field: names and types come from a file, so that its own types have nothing to check. */
interface FieldBuilder {
  readonly field: (options: object) => unknown;
}

/** Builds one source's graph: the same directives, declarations and pages as a department's. */
class SourceGraph {
  readonly #description: SourceDescription;
  readonly #builder = createBuilder<unknown, object>();
  readonly #declare;
  readonly #types = new Map<string, unknown>();

  constructor(description: SourceDescription) {
    this.#description = description;
    const pages = { directives: { dataset: { owner: description.owner as OwnerName } } };
    this.#declare = declaring(this.#builder, createSourceRows(joinedTypes(description)), pages);
  }

  build(): GraphQLSchema {
    for (const name of this.#referred()) this.#types.set(name, this.#declare.foreign(name, KEYS[name] as never));
    const used = new Set(this.#sharedTypes());
    for (const [name, words] of this.#description.enums) {
      if (!used.has(name)) continue;
      const values = Object.fromEntries([...words.values].map(([value, { title }]) => [value, { description: title }]));
      this.#types.set(name, this.#builder.enumType(name, { description: words.title, values }));
    }
    for (const [name, type] of joinedTypes(this.#description)) this.#addType(name, type);
    return subgraphSchema(this.#builder);
  }

  /** Types of the fields that are in the graph. */
  #sharedTypes(): readonly string[] {
    const fields = [...this.#description.types.values()].flatMap((type) => [...type.fields.values()]);
    return [...new Set(fields.filter(({ share }) => share !== undefined).map(({ type }) => type))];
  }

  #referred(): readonly Referred[] {
    return this.#sharedTypes().filter(isReferred);
  }

  #addType(name: string, type: SourceType): void {
    const { title, theme, cycle, division, asOf } = type;
    const { owner, source } = this.#description;
    const ref = this.#builder.objectRef<AnyRow>(name).implement({
      description: title,
      directives: { dataset: { ...dataset(theme, cycle, owner as OwnerName).directives.dataset, source } },
      fields: (t) => {
        const builder = t as unknown as FieldBuilder;
        const fields = [...type.fields].flatMap(([field, stated]) => {
          const item = itemOf(stated);
          return item === undefined
            ? []
            : [[field, this.#field(builder, `${name}.${field}`, stated, item, type.key)] as const];
        });
        const given = (field: string, description: string, scalar: string, item: ItemOption) =>
          [
            field,
            builder.field({
              type: scalar,
              nullable: true,
              description,
              ...item,
              resolve: (row: AnyRow) => row[field] ?? null,
            }),
          ] as const;
        if (division.column !== undefined) fields.push(given("divisionCode", "区划代码", "String", divisionField()));
        if (asOf !== undefined || this.#description.kind === "files")
          fields.push(given("asOf", "数据时点", "DateTime", open()));
        return Object.fromEntries(fields) as never;
      },
    });
    const rowType = ref as unknown as RowType<AnyRow & { readonly divisionCode: string }>;
    this.#declare.entity(rowType);
    this.#addLists(rowType, type);
    this.#addEntries(rowType, type);
  }

  #field(builder: FieldBuilder, coordinate: string, stated: SourceField, classified: ItemOption, key: string): unknown {
    const { source } = this.#description;
    const [, name = ""] = coordinate.split(".");
    const { type, title } = stated;
    const item = stated.subject === true ? subject(classified) : classified;
    const resolve = (row: AnyRow, _: unknown, { database }: Pick<SubgraphContext, "database">): unknown => {
      const value = row[name] ?? null;
      if (value === UNREADABLE) (database as SourceDatabase).drifted(coordinate, "VALUE");
      if (value === UNREADABLE) throw invalidInput("HUB_SOURCE_DRIFT", { source, coordinate }, { source, coordinate });
      return value !== null && isReferred(type) ? { [KEYS[type]]: value } : value;
    };
    return builder.field({
      type: this.#types.get(type) ?? type,
      nullable: name !== key,
      description: title,
      ...item,
      ...(isReferred(type) && { extensions: { [COLUMN]: name } }),
      resolve,
    });
  }

  #addLists(rowType: RowType<AnyRow & { readonly divisionCode: string }>, { lists, fields }: SourceType): void {
    for (const [name, list] of lists ?? []) {
      const item = itemOf(list);
      if (item === undefined) continue;
      const filters = [...(list.filters ?? [])].map(([argument, { field, compare, title }]): [string, Filter] => {
        const type = this.#types.get(fields.get(field)?.type ?? "") ?? fields.get(field)?.type;
        return [argument, (compare === "equal" ? equal : notBefore)(field, type as "ID", title)];
      });
      this.#declare.list(name, rowType, list.title, item, Object.fromEntries(filters) as never);
    }
  }

  #addEntries(rowType: RowType<AnyRow>, { entries }: SourceType): void {
    for (const [parent, relations] of entries ?? []) {
      const classified = [...relations].flatMap(([name, entry]) => {
        const item = itemOf(entry);
        return item === undefined ? [] : [[name, [rowType, entry.field, entry.title, item]] as const];
      });
      if (classified.length === 0) continue;
      const ref = this.#types.get(parent) as RowType<AnyRow>;
      if (isReferred(parent)) this.#declare.hasMany(ref, KEYS[parent] as never, Object.fromEntries(classified));
    }
  }
}

/** The federation 2 schema of a source, every field classified as its file says; what is not classified is not in it. */
export function sourceSchema(description: SourceDescription): GraphQLSchema {
  return new SourceGraph(description).build();
}
