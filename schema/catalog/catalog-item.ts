import type { Importance, MaskName, Sensitivity, ShareType, UpdateCycle } from "./vocabulary.ts";

/** One subgraph that resolves a field, and what it has to be told first. */
export interface FieldSource {
  /** The subgraph's name in the supergraph. */
  readonly subgraph: string;
  /** The department for which it does: the owner of the data where one is stated, else the department behind the subgraph. */
  readonly department: string;
  /**
   * Concrete coordinates that this subgraph must receive before it can resolve the field (`@requires`), and those of other owners that
   * it reads in the same system (`@reads`).
   */
  readonly requires: readonly string[];
  /** Concrete coordinates that come with the field (`@provides`), although another department owns them. */
  readonly provides: readonly string[];
}

/** CatalogItem (目录数据项): one field of one concrete object type, as its owners classify it. */
export interface CatalogItem {
  readonly coordinate: string;
  readonly typeName: string;
  readonly fieldName: string;
  /** Department that answers for the field and receives applications for it (数源部门). */
  readonly owner: string;
  /** Departments for which subgraphs resolve the field: the owner alone where one is stated. */
  readonly owners: readonly string[];
  /** Departments whose systems carry the field (承载系统); they decide nothing about it unless they are its owner. */
  readonly carriers: readonly string[];
  readonly level: Sensitivity;
  readonly importance: Importance;
  /** Personal data of level L3 or L4: given to a named officer in a numbered case only, unless a grant says otherwise. */
  readonly personal: boolean;
  /** Personal information (个人信息) of whatever level: on a type that is known to be about people, or leading to one. */
  readonly ofPeople: boolean;
  readonly share: ShareType;
  readonly mask: MaskName | null;
  readonly basis: string | null;
  readonly description: string | null;
  /** Its place in the catalogue (主题) and its update cycle (更新频率); null: nobody says. */
  readonly theme: string | null;
  readonly updateCycle: UpdateCycle | null;
  /** The old system (`source.yaml`) that alone resolves the field; null: a department's own subgraph does. */
  readonly source: string | null;
  /** false: nobody classified it, hence NOT_SHARED at the highest level. */
  readonly classified: boolean;
  /** Name of the field's type below lists and non-nulls, and whether it is a leaf (only leaves can be masked). */
  readonly type: string;
  readonly leaf: boolean;
  readonly sources: readonly FieldSource[];
  /** Union over the sources. */
  readonly requires: readonly string[];
  /** Union over the sources. */
  readonly provides: readonly string[];
  /** Subgraphs to which the field travels as part of an entity's key. */
  readonly keys: readonly string[];
  /** True for the field that says in which division a row of the type lies. */
  readonly division: boolean;
}

/** A fault of a classification. `refuse` must stop a start or a composition; `warn` must be said loudly. */
export interface CatalogueProblem {
  readonly severity: "refuse" | "warn";
  readonly kind:
    | "SENSITIVE_KEY"
    | "MASK_CONFLICT"
    | "MASK_UNFIT"
    | "UNKNOWN_COORDINATE"
    | "NOT_REPEATABLE"
    | "DATASET_CONFLICT"
    | "UNBOUND_ARGUMENT"
    | "ROWS_INVALID"
    | "EQUATION_UNEQUAL"
    | "DERIVED_LEVEL"
    | "IMPORTANCE_UNFIT"
    | "UNCLASSIFIED";
  readonly coordinate: string;
  readonly message: string;
}

/**
 * Equations: a coordinate → the coordinates that it is worked out from by arithmetic that a reader can turn around (owed = due − paid;
 * an amount that is 0.6 of a contribution). Who reads it knows its terms as well as it, so it is given no more clearly than any of them.
 * A sum over the rows of a list is none: it tells a term only where the list has one row.
 */
export type Equations = ReadonlyMap<string, readonly string[]>;

/** The catalogue's knowledge of the rows of each concrete type. */
export interface Rows {
  /** Type → its field that holds the division code of a row (`@division`): rows outside a grant's row scope are not given. */
  readonly divisions: ReadonlyMap<string, string>;
  /** Types whose objects are no rows of their own (`@part`): they belong to the row, or to the answer, that they stand in. */
  readonly parts: ReadonlySet<string>;
  /**
   * Type → its fields that lead to the people or firms a row is about (`@subject`): they are recorded, whatever of the row was
   * asked for.
   */
  readonly about: ReadonlyMap<string, readonly string[]>;
  /** Concrete types whose objects may tell of people (`personalTypes`): what is sensitive of them asks for an officer and a case. */
  readonly personal: ReadonlySet<string>;
  /** Concrete types that are known to be about people (`peopleTypes`). */
  readonly people: ReadonlySet<string>;
}

/** The classification of a whole supergraph. Frozen; equal versions promise equal decisions. */
export interface Catalogue {
  /** By coordinate `Type.field` of concrete object types, root types included. */
  readonly items: ReadonlyMap<string, CatalogItem>;
  /**
   * The coordinate that an argument, an input field or an enum value gives away, by its schema coordinate (`Query.person(name:)`,
   * `PersonFilter.name`, `PersonOrder.INCOME`): concrete coordinates that the caller must hold in the clear.
   */
  readonly reveals: ReadonlyMap<string, readonly string[]>;
  /** Concrete object types of an interface or union, and of each object type itself. */
  readonly possibleTypes: ReadonlyMap<string, readonly string[]>;
  /** Subgraph name → department. */
  readonly departments: ReadonlyMap<string, string>;
  /** Concrete types whose objects are people (subjects of a disclosure) → the field that identifies them. */
  readonly subjects: ReadonlyMap<string, string>;
  readonly rows: Rows;
  /** What is worked out from what, by arithmetic that can be turned around. */
  readonly equations: Equations;
  readonly problems: readonly CatalogueProblem[];
  /** SHA-256 (hex) over everything above but the problems. */
  readonly version: string;
}

const refuse = (): never => {
  throw new TypeError("This map is frozen");
};

/** Makes the map's own writers throw, as `Object.freeze` does not; returns the same map. */
export function freezeMap<Key, Value>(map: Map<Key, Value>): ReadonlyMap<Key, Value> {
  return Object.freeze(Object.assign(map, { set: refuse, delete: refuse, clear: refuse }));
}
