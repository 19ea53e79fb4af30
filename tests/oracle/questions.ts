import {
  getNamedType,
  isObjectType,
  isScalarType,
  isEnumType,
  isNonNullType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from "graphql";
import type { Dice } from "../../gateway/decide/fixtures/random-graph.ts";

/** Keys that exist in the city, by what an argument is called. */
export interface Keys {
  readonly citizenNumber: readonly string[];
  readonly creditCode: readonly string[];
  readonly household: readonly string[];
  readonly project: readonly string[];
}

/** One random question: its text, and the coordinates that it asks for. */
export interface RandomQuestion {
  readonly query: string;
  readonly coordinates: ReadonlySet<string>;
}

/** The field that identifies an object of a type; undefined for results that are computed. */
export const keyOf = (type: GraphQLObjectType): string | undefined =>
  ["id", "creditCode", "code"].find((name) => {
    const field = type.getFields()[name];
    return field !== undefined && String(field.type) === "ID!";
  });

const ROOTS = /^(?!verifyPerson$|checkpoint$|disclosure|findings$|myDisclosures$)/;

/** Roots with much behind them that can be denied. */
const RICH = new Set(["person", "people", "household", "constructionProject", "enterprise", "enterprises"]);

/**
 * Asks random questions of one schema: trees of relations, derived fields, filters, from roots that find something.
 * @param isLeftOut fields that are never asked for
 */
export function questionsOf(
  schema: GraphQLSchema,
  keys: Keys,
  owned: (coordinate: string) => boolean,
  isLeftOut: (coordinate: string) => boolean,
) {
  const all = Object.values(schema.getQueryType()?.getFields() ?? {}).filter(
    ({ name }) => ROOTS.test(name) && owned(`Query.${name}`),
  );
  const roots = [...all, ...all.filter(({ name }) => RICH.has(name)).flatMap((field) => [field, field, field, field])];

  const argument = (roll: Dice, field: GraphQLField<unknown, unknown>, name: string): string | undefined => {
    const definition = field.args.find((one) => one.name === name);
    const type = definition && getNamedType(definition.type);
    if (!definition || !type) return undefined;
    const isRequired = isNonNullType(definition.type);
    if (!isRequired && !roll.chance(0.3)) return undefined;
    if (isEnumType(type)) return roll.pick(type.getValues()).name;
    if (name === "division") return JSON.stringify(roll.pick(["4111", "4111", "411102", "411103"]));
    if (name === "citizenNumber") return JSON.stringify(roll.pick(keys.citizenNumber));
    if (name === "creditCode") return JSON.stringify(roll.pick(keys.creditCode));
    if (name === "authorizationNumber") return `"H1"`;
    if (name === "id") return JSON.stringify(roll.pick(keys.household));
    if (name === "code") return JSON.stringify(roll.pick(keys.project));
    if (name === "first" || name === "last" || name === "before" || name === "after" || name === "policy")
      return undefined;
    if (type.name === "Date") return JSON.stringify(roll.pick(["2026-10-31", "2026-06-15", "2020-01-01"]));
    if (type.name === "YearMonth") return JSON.stringify(roll.pick(["2026-08", "2026-09"]));
    if (type.name === "Int") return String(roll.pick([2024, 2025]));
    if (type.name === "Boolean") return String(roll.chance(0.5));
    return isScalarType(type) && isRequired ? `"x"` : undefined;
  };

  const callOf = (roll: Dice, field: GraphQLField<unknown, unknown>): string => {
    const given = field.args.flatMap(({ name }) => {
      const value = argument(roll, field, name);
      return value === undefined ? [] : [`${name}: ${value}`];
    });
    if (field.args.some(({ name }) => name === "first"))
      given.push(`${roll.chance(0.85) ? "first" : "last"}: ${roll.pick([1, 2, 5])}`);
    return field.name + (given.length === 0 ? "" : `(${given.join(", ")})`);
  };

  return (roll: Dice): RandomQuestion => {
    const coordinates = new Set<string>();
    const select = (type: GraphQLObjectType, depth: number): string => {
      const parts = ["__typename"];
      const key = keyOf(type);
      if (key !== undefined) parts.push(`_key: ${key}`);
      if (key !== undefined) coordinates.add(`${type.name}.${key}`);
      const isPage = /(?:Connection|Edge)$/.test(type.name);
      const fields = Object.values(type.getFields()).filter(({ name }) => !isLeftOut(`${type.name}.${name}`));
      for (const field of fields) {
        const below = getNamedType(field.type);
        const isObject = isObjectType(below);
        const likely = isPage
          ? isObject
            ? 1
            : 0.2
          : isObject
            ? depth <= 0
              ? 0
              : 0.9 / (3 + fields.length / 6)
            : 0.5;
        if (!roll.chance(likely)) continue;
        coordinates.add(`${type.name}.${field.name}`);
        parts.push(
          isObject
            ? `${callOf(roll, field)} { ${select(below, isPage ? depth : depth - 1)} }`
            : field.args.length > 0
              ? callOf(roll, field)
              : field.name,
        );
      }
      return parts.join(" ");
    };
    const asked = Array.from({ length: roll.chance(0.3) ? 2 : 1 }, () => roll.pick(roots));
    const texts = asked.map((field, nth) => {
      coordinates.add(`Query.${field.name}`);
      const type = getNamedType(field.type);
      return `r${nth}: ${callOf(roll, field)}${isObjectType(type) ? ` { ${select(type, 3)} }` : ""}`;
    });
    return { query: `{ ${texts.join(" ")} }`, coordinates };
  };
}
