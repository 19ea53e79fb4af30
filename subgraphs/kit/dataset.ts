import { DirectiveLocation, GraphQLDirective, GraphQLEnumType, GraphQLString } from "graphql";
import type { OwnerName } from "./departments.ts";
import { UPDATE_CYCLES, type UpdateCycle } from "../../schema/catalog/vocabulary.ts";

/**
 * Arguments of `@dataset`: where an item belongs in the catalogue, how often it changes (政务数据共享条例 art. 13), and the department
 * whose data it is (数源部门), where another department's system carries it.
 */
export type DatasetArguments = {
  readonly theme?: string;
  readonly updateCycle?: UpdateCycle;
  readonly owner?: OwnerName;
  /** Name of the old system whose rows they are: its coordinates are in force only as they were approved. */
  readonly source?: string;
};

/** `@dataset`: on a type it speaks for all fields that its owner gives it, on a field for that field. */
export const datasetDirective = new GraphQLDirective({
  name: "dataset",
  description: "所属数据集：主题、更新频率、数源部门与所接入的系统；写在类型上即适用于其全部数据项，写在字段上从其字段",
  locations: [DirectiveLocation.OBJECT, DirectiveLocation.FIELD_DEFINITION],
  // So that composition keeps what both owners of one type say; the catalogue tells when they contradict each other.
  isRepeatable: true,
  args: {
    theme: { type: GraphQLString },
    updateCycle: {
      type: new GraphQLEnumType({
        name: "ItemUpdateCycle",
        description: "更新频率",
        values: Object.fromEntries(UPDATE_CYCLES.map((value) => [value, { value }])),
      }),
    },
    owner: { type: GraphQLString },
    source: { type: GraphQLString },
  },
});

/** Option of a type: theme and update cycle of everything that its owner puts into it. */
export function dataset(
  theme: string,
  updateCycle: UpdateCycle,
  owner?: OwnerName,
): { readonly directives: { readonly dataset: DatasetArguments } } {
  return {
    directives: { dataset: { theme, updateCycle, ...(owner === undefined ? {} : { owner }) } },
  };
}

/** Option of a type of cases: theme and update cycle; the ledger records the case that was read by its number. */
export function casesOf(theme: string, updateCycle: UpdateCycle) {
  return { directives: { ...dataset(theme, updateCycle).directives, subject: {} } };
}

/**
 * Option of a type whose objects are no rows of their own (`@part`): theme and update cycle. Whatever returns them MUST give
 * none of a row, or from a question, outside the field's own row scope.
 */
export function partOf(theme: string, updateCycle: UpdateCycle, owner?: OwnerName) {
  return { directives: { ...dataset(theme, updateCycle, owner).directives, part: {} } };
}

/**
 * Options of a field that belongs to another dataset than its type, above all a value put into another department's type:
 * what the type's owner says of its dataset does not hold for it.
 */
export function inDataset<Directives extends object>(
  item: { readonly directives: Directives },
  theme: string,
  updateCycle: UpdateCycle,
  owner?: OwnerName,
) {
  return { directives: { ...item.directives, ...dataset(theme, updateCycle, owner).directives } };
}
