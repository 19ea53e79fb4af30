import {
  DirectiveLocation,
  GraphQLDirective,
  GraphQLEnumType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLString,
  type GraphQLEnumValueConfigMap,
} from "graphql";
import {
  DEGREES,
  IMPORTANCES,
  MASK_NAMES,
  SENSITIVITY_LEVELS,
  SHARE_TYPES,
  type Degree,
  type Importance,
  type MaskName,
  type Sensitivity,
  type ShareType,
} from "../../schema/catalog/vocabulary.ts";

/** Arguments of `@item`: how the owner classifies one field (政务数据共享条例 arts. 13 and 14). */
export type ItemArguments = {
  readonly level: Sensitivity;
  readonly share: ShareType;
  readonly mask?: MaskName;
  readonly basis?: string;
  readonly importance?: Importance;
};

/** URL of the specification of the catalogue's directives; subgraphs link it, composition carries it through. */
export const ITEM_SPECIFICATION = "https://shali-hub.org/item/v1.0";

const enumOf = (name: string, description: string, values: readonly string[]): GraphQLEnumType =>
  new GraphQLEnumType({
    name,
    description,
    values: Object.fromEntries(values.map((value) => [value, { value }])) satisfies GraphQLEnumValueConfigMap,
  });

/** `@item`: the catalogue entry of a field, written where the owner writes the field. */
export const itemDirective = new GraphQLDirective({
  name: "item",
  description: "目录数据项：数据级别、共享属性、可用脱敏方式与依据",
  locations: [DirectiveLocation.FIELD_DEFINITION],
  // So that composition keeps the demands of both owners of one field; the strictest wins.
  isRepeatable: true,
  args: {
    level: { type: new GraphQLNonNull(enumOf("ItemLevel", "数据级别，L1 公开至 L4 高敏感", SENSITIVITY_LEVELS)) },
    share: { type: new GraphQLNonNull(enumOf("ItemShare", "共享属性：无条件、有条件、不予共享", SHARE_TYPES)) },
    mask: { type: enumOf("ItemMask", "脱敏方式", MASK_NAMES) },
    basis: { type: GraphQLString },
    importance: { type: enumOf("ItemImportance", "数据重要性：一般、重要、核心；未写即一般", IMPORTANCES) },
  },
});

/**
 * `@reveals`: an argument, an input field or an enum value (to sort by, say) that gives a coordinate away, so that using it
 * needs that coordinate in the clear.
 */
export const revealsDirective = new GraphQLDirective({
  name: "reveals",
  description: "使用该参数、输入项或枚举值等同于读取所指字段，须持有该字段的明文授权",
  locations: [
    DirectiveLocation.ARGUMENT_DEFINITION,
    DirectiveLocation.INPUT_FIELD_DEFINITION,
    DirectiveLocation.ENUM_VALUE,
  ],
  isRepeatable: true,
  args: { coordinate: { type: new GraphQLNonNull(GraphQLString) } },
});

/** Option of an argument, an input field or an enum value: it gives that coordinate away. */
export const reveals = (coordinate: string) => ({ directives: { reveals: { coordinate } } }) as const;

/**
 * `@harmless`: an argument, an input field or an enum value that gives nothing away of what it helps to find, and why not.
 * Composition refuses whatever is neither this nor tied with `@reveals`.
 */
export const harmlessDirective = new GraphQLDirective({
  name: "harmless",
  description: "使用该参数、输入项或枚举值不透露任何字段的内容，并说明理由",
  locations: [
    DirectiveLocation.ARGUMENT_DEFINITION,
    DirectiveLocation.INPUT_FIELD_DEFINITION,
    DirectiveLocation.ENUM_VALUE,
  ],
  isRepeatable: true,
  args: { reason: { type: new GraphQLNonNull(GraphQLString) } },
});

/** Option of an argument, an input field or an enum value: it gives nothing away, for that reason. */
export const harmless = (reason: string) => ({ directives: { harmless: { reason } } }) as const;

/**
 * `@equation`: the field is worked out from others by arithmetic that a reader can turn around (owed = due − paid), so that it is given
 * no more clearly than any of them. Composition refuses it beside a term of a higher level or of another mask.
 */
export const equationDirective = new GraphQLDirective({
  name: "equation",
  description: "该字段由所指各字段按算式得出，可反推其一，故不得比其中任何一项提供得更清楚",
  locations: [DirectiveLocation.FIELD_DEFINITION],
  isRepeatable: true,
  args: { of: { type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(GraphQLString))) } },
});

/** Option of a field: it is worked out from these coordinates by arithmetic that can be turned around. */
export function equation(item: ItemOption, ...of: readonly string[]) {
  return { directives: { ...item.directives, equation: { of } } };
}

/**
 * `@reads`: the field is worked out from data of other owners (数源部门) that the same system carries. No fetch shows that it is read, so
 * the declaration does: the owner of the field needs a grant of each, and its reading is recorded.
 */
export const readsDirective = new GraphQLDirective({
  name: "reads",
  description: "该字段计算时读取同一系统承载的其他数源部门的所指字段，须另有授权，读取记入账本",
  locations: [DirectiveLocation.FIELD_DEFINITION],
  isRepeatable: true,
  args: { of: { type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(GraphQLString))) } },
});

/** Options of a field that is worked out from these coordinates of other owners, which the same system carries. */
export function reads<Directives extends object>(
  item: { readonly directives: Directives },
  ...of: readonly string[]
): { readonly directives: Directives & { readonly reads: { readonly of: readonly string[] } } } {
  return { directives: { ...item.directives, reads: { of } } };
}

/**
 * `@lowered`: of what is worked out, these fields are told at a lower level than the most sensitive input, and this is why they may
 * be. Composition refuses every other field of the result below that level.
 */
export const loweredDirective = new GraphQLDirective({
  name: "lowered",
  description: "计算结果中低于最敏感来源数据级别的各字段及理由：不由更敏感的来源得出、只是结论、只是计数",
  locations: [DirectiveLocation.FIELD_DEFINITION],
  isRepeatable: true,
  args: {
    of: { type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(GraphQLString))) },
    degree: { type: new GraphQLNonNull(enumOf("ItemDegree", "衍生程度：不由更敏感的来源得出、结论、计数", DEGREES)) },
  },
});

/** Options of a field that is worked out, with the fields of its result that are told at a lower level than its inputs, by why they may be. */
export function lowered<Directives extends object>(
  item: { readonly directives: Directives },
  by: Readonly<Partial<Record<Degree, readonly string[]>>>,
) {
  const stated = DEGREES.flatMap((degree) => (by[degree] === undefined ? [] : [{ of: by[degree], degree }]));
  return { directives: { ...item.directives, lowered: stated } };
}

/** `@division`: the field that holds the finest division code of a row, by which grants are limited to divisions (行范围). */
export const divisionDirective = new GraphQLDirective({
  name: "division",
  description: "该字段为本条记录的区划代码，授权的行范围据此限定",
  locations: [DirectiveLocation.FIELD_DEFINITION],
});

/** `@part`: objects of the type are no rows of their own; they belong to the row, or to the answer, that they stand in. */
export const partDirective = new GraphQLDirective({
  name: "part",
  description: "该类型不单独成为一条记录，随其所在记录或应答一并限定行范围",
  locations: [DirectiveLocation.OBJECT],
  isRepeatable: true,
});

/**
 * `@subject`: the field leads to the person or firm that a row is about, who is recorded whatever of the row is read. On a type,
 * its objects are recorded themselves, by their key.
 */
export const subjectDirective = new GraphQLDirective({
  name: "subject",
  description: "该字段指向本条记录所涉及的个人或单位，该类型即所涉及的办件，读取本条记录的任何内容均记入其调用记录",
  locations: [DirectiveLocation.FIELD_DEFINITION, DirectiveLocation.OBJECT],
});

/** Option of the field that holds a row's division code, the finest that the row has: a scope may be one grid. */
export function divisionField(item: ItemOption = open()) {
  return { directives: { ...item.directives, division: {} } };
}

/** Option of a relation to the person or firm that the row is about. */
export function subject({ directives }: ItemOption): ItemOption {
  return { directives: { ...directives, subject: {} } };
}

/** Option of a field: its classification. */
export interface ItemOption {
  readonly directives: { readonly item: ItemArguments; readonly subject?: Record<string, never> };
}

/** Unconditionally shared (无条件共享). */
export function open(level: Sensitivity = "L1"): ItemOption {
  return {
    directives: { item: { level, share: "UNCONDITIONAL" } },
  };
}

/** Shared under a grant (有条件共享); `mask` is what a grant may give instead of the clear value. */
export function conditional(level: Sensitivity, mask?: MaskName, basis?: string): ItemOption {
  return {
    directives: {
      item: {
        level,
        share: "CONDITIONAL",
        ...(mask === undefined ? {} : { mask }),
        ...(basis === undefined ? {} : { basis }),
      },
    },
  };
}

/** Not shared (不予共享): art. 15 demands a basis in law, administrative regulation or State Council decision. */
export function notShared(level: Sensitivity, basis: string): ItemOption {
  return {
    directives: { item: { level, share: "NOT_SHARED", basis } },
  };
}
