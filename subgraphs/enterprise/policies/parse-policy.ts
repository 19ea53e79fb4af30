import { GraphQLError } from "graphql";
import * as v from "valibot";

import {
  OPERATORS,
  WINDOWS,
  type Condition,
  type Operator,
  type Scalar,
  type Tier,
} from "../../../schema/policies/condition.ts";
import { enterpriseErrors, errorWords } from "../../../schema/errors.ts";
import { list, Malformed, mapping, oneOf, parse, rule, text, type Problem } from "../../../schema/parse.ts";
import type { Stacking } from "./entitlement.ts";
import { AMOUNT_BASES, FIGURES, type Figure } from "./figures.ts";

/** Way in which a policy is redeemed: 免申即享, 意愿确认, 申报. */
export type Mode = "AUTOMATIC" | "CONFIRM" | "APPLY";

/** A policy's conditions and tiers, checked. */
export interface PolicyRules {
  readonly conditions: Condition;
  readonly tiers: readonly Tier[];
}

/** One policy, ready to be matched. */
export interface Rule extends PolicyRules {
  readonly mode: Mode;
  readonly stacking: Stacking;
  readonly validFrom: Date;
  readonly validTo: Date;
  /** Number of the document (文号) that sets the conditions. */
  readonly source: string;
}

/** A stored policy that cannot be evaluated; the message names the policy, the place in it and what was expected. */
export class PolicyDefinitionError extends GraphQLError {
  constructor(policy: string, { where: path, problem }: Malformed) {
    const { en, zh } = errorWords(enterpriseErrors.HUB_POLICY_INVALID, { policy, path, problem });
    super(en, { extensions: { code: "HUB_POLICY_INVALID", zh, policy } });
  }
}

/** Policies are published, so messages may quote them. */
const BOUNDARY = { code: "HUB_POLICY_INVALID", quotes: true };

const ORDER: readonly Operator[] = ["==", "!=", ">=", ">", "<=", "<", "in"];

const OPERATORS_OF: Readonly<Record<Figure["kind"], readonly Operator[]>> = {
  amount: ORDER,
  share: ORDER,
  count: ORDER,
  flag: ["==", "!="],
  word: ["==", "!=", "in"],
  words: ["contains"],
  text: ["==", "!=", "in", "startsWith"],
};

const isScalarFor = (figure: Figure, value: unknown): value is Scalar => {
  switch (figure.kind) {
    case "amount":
    case "share":
    case "count":
      return typeof value === "number" && Number.isFinite(value);
    case "flag":
      return typeof value === "boolean";
    case "word":
    case "words":
      return typeof value === "string" && Object.hasOwn(figure.words, value);
    case "text":
      return typeof value === "string" && value !== "";
  }
};

const fieldsOf = (dataset: string): readonly string[] =>
  [...FIGURES.keys()].filter((name) => name.startsWith(`${dataset}.`)).map((name) => name.slice(dataset.length + 1));

const DATASETS = [...new Set([...FIGURES.keys()].map((name) => name.slice(0, name.indexOf("."))))];

const LEAF_FORM = mapping(
  {
    dataset: oneOf(DATASETS),
    field: text(),
    op: oneOf(OPERATORS),
    value: v.unknown(),
    window: v.optional(oneOf(WINDOWS)),
    text: text(),
  },
  "a condition",
);

const leafProblem = ({ dataset, field, op, value, window }: v.InferOutput<typeof LEAF_FORM>): Problem | undefined => {
  const figure = FIGURES.get(`${dataset}.${field}`);
  if (!figure) return { at: ["field"], expected: `one of ${fieldsOf(dataset).join(", ")}`, got: field };
  const operators = OPERATORS_OF[figure.kind];
  if (!operators.includes(op)) return { at: ["op"], expected: `one of ${operators.join(" ")}`, got: op };
  const values: unknown = op === "in" ? value : [value];
  if (!Array.isArray(values) || values.length === 0 || !values.every((one) => isScalarFor(figure, one))) {
    return {
      at: ["value"],
      expected: `${op === "in" ? "a list" : "a value"} for a figure of kind ${figure.kind}`,
      got: value,
    };
  }
  if (figure.yearly === (window !== undefined)) return undefined;
  return { at: ["window"], expected: figure.yearly ? `one of ${WINDOWS.join(", ")}` : "nothing", got: window };
};

const LEAF = v.pipe(LEAF_FORM, rule(leafProblem));

const COMBINATORS = ["allOf", "anyOf", "noneOf"] as const;

/** A leaf, or exactly one combinator over at least one node. */
const CONDITION: v.GenericSchema<unknown, Condition> = v.lazy((input) => {
  const name = COMBINATORS.find((known) => typeof input === "object" && input !== null && Object.hasOwn(input, known));
  return (name === undefined ? LEAF : GROUPS[name]) as v.GenericSchema<unknown, Condition>;
});

const NODES = v.pipe(list(CONDITION, "a list of conditions"), v.minLength(1, "at least one condition"));

const GROUPS = {
  allOf: mapping({ allOf: NODES }, "a condition"),
  anyOf: mapping({ anyOf: NODES }, "a condition"),
  noneOf: mapping({ noneOf: NODES }, "a condition"),
};

const FEN = "an amount in fen";
const fen = v.pipe(v.number(FEN), v.safeInteger(FEN), v.minValue(0, FEN));
const RATE = "a number above 0";

/** Nullable schemas with a message of their own, so that a missing value is told in words. */
const when = Object.assign(v.nullable(CONDITION), { message: "a condition or null" });
const amount = Object.assign(v.nullable(fen), { message: `${FEN} or null` });
const FIXED = mapping({ when, amount }, "a tier");
const BASED = mapping(
  {
    when,
    base: v.pipe(
      text(),
      v.check((name) => AMOUNT_BASES.has(name), `one of ${[...AMOUNT_BASES.keys()].join(", ")}`),
    ),
    rate: v.pipe(v.number(RATE), v.finite(RATE), v.gtValue(0, RATE)),
    cap: fen,
  },
  "a tier",
);

/** A tier names an amount, or else what its amount is worked out from. */
const TIER = v.lazy((input) =>
  typeof input === "object" && input !== null && Object.hasOwn(input, "base") ? BASED : FIXED,
);

const POLICY = mapping({ conditions: CONDITION, tiers: v.pipe(list(TIER), v.minLength(1, "at least one tier")) });

/**
 * Reads a stored policy's `conditions` and `tiers`.
 * @throws PolicyDefinitionError naming the policy and the place, when anything in them is not known to the evaluator:
 * a policy MUST NOT be decided on a part of its conditions
 */
export function parsePolicy(code: string, conditions: unknown, tiers: unknown): PolicyRules {
  try {
    return Object.freeze(parse(POLICY, { conditions, tiers }, "", BOUNDARY));
  } catch (error) {
    throw error instanceof Malformed ? new PolicyDefinitionError(code, error) : error;
  }
}

const datasetsIn = (condition: Condition): readonly string[] => {
  if ("allOf" in condition) return condition.allOf.flatMap(datasetsIn);
  if ("anyOf" in condition) return condition.anyOf.flatMap(datasetsIn);
  return "noneOf" in condition ? condition.noneOf.flatMap(datasetsIn) : [condition.dataset];
};

/** The datasets that a policy looks at, in its conditions and in its tiers. */
export function datasetsOf({ conditions, tiers }: PolicyRules): ReadonlySet<string> {
  return new Set([
    ...datasetsIn(conditions),
    ...tiers.flatMap((tier) => [
      ...(tier.when === null ? [] : datasetsIn(tier.when)),
      ...("base" in tier ? [tier.base.slice(0, tier.base.indexOf("."))] : []),
    ]),
  ]);
}

interface PolicyRow extends Pick<Rule, "mode" | "stacking" | "validFrom" | "validTo"> {
  readonly code: string;
  readonly documentNumber: string;
  readonly conditions: unknown;
  readonly tiers: unknown;
}

const rules = new WeakMap<PolicyRow, Rule>();

/** A stored policy, checked and ready to be matched; each loaded row is checked once. @throws PolicyDefinitionError */
export function ruleOf(row: PolicyRow): Rule {
  const known = rules.get(row);
  if (known) return known;
  const { code, documentNumber: source, conditions, tiers, mode, stacking, validFrom, validTo } = row;
  const checked = Object.freeze({
    ...parsePolicy(code, conditions, tiers),
    mode,
    stacking,
    validFrom,
    validTo,
    source,
  });
  rules.set(row, checked);
  return checked;
}
