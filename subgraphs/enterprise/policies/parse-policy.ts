import {
  OPERATORS,
  WINDOWS,
  type Condition,
  type Leaf,
  type Operator,
  type Scalar,
  type Tier,
} from "../../../schema/policies/condition.ts";
import { FIGURES, type Figure } from "./figures.ts";
import { PolicyDefinitionError } from "./policy-definition-error.ts";

/** A policy's conditions and tiers, checked. */
export interface PolicyRules {
  readonly conditions: Condition;
  readonly tiers: readonly Tier[];
}

type Refuse = (path: string, problem: string) => never;
type JsonObject = Readonly<Record<string, unknown>>;

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

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

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

const figureOf = (dataset: unknown, field: unknown, path: string, refuse: Refuse): Figure => {
  const name = `${String(dataset)}.${String(field)}`;
  const figure = FIGURES.get(name);
  if (figure) return figure;
  const known = [...FIGURES.keys()].filter((key) => key.startsWith(`${String(dataset)}.`));
  return known.length > 0
    ? refuse(path, `unknown field "${name}", expected one of ${known.join(", ")}`)
    : refuse(path, `unknown dataset "${String(dataset)}"`);
};

const parseLeaf = (node: JsonObject, path: string, refuse: Refuse): Leaf => {
  const figure = figureOf(node["dataset"], node["field"], path, refuse);
  const op = OPERATORS.find((known) => known === node["op"]);
  if (op === undefined) return refuse(path, `unknown operator "${String(node["op"])}"`);
  const allowed = OPERATORS_OF[figure.kind];
  if (!allowed.includes(op)) return refuse(path, `operator ${op} does not fit, expected one of ${allowed.join(" ")}`);
  const values = op === "in" ? node["value"] : [node["value"]];
  if (!Array.isArray(values) || values.length === 0 || !values.every((value) => isScalarFor(figure, value)))
    return refuse(path, `value does not fit a figure of kind ${figure.kind}`);
  const window = WINDOWS.find((known) => known === node["window"]);
  if (figure.yearly !== (window !== undefined) || (node["window"] !== undefined && window === undefined))
    return refuse(path, figure.yearly ? `expected a window: ${WINDOWS.join(" or ")}` : "expected no window");
  if (typeof node["text"] !== "string" || node["text"] === "") return refuse(path, "expected a text");
  return node as unknown as Leaf;
};

const parseCondition = (node: unknown, path: string, refuse: Refuse): Condition => {
  if (!isObject(node)) return refuse(path, "expected a condition");
  const combinators = (["allOf", "anyOf", "noneOf"] as const).filter((name) => Object.hasOwn(node, name));
  const [name, second] = combinators;
  if (name === undefined) return parseLeaf(node, path, refuse);
  if (second !== undefined || Object.keys(node).length > 1)
    return refuse(path, "expected either a leaf or exactly one of allOf, anyOf, noneOf");
  const children = node[name];
  if (!Array.isArray(children) || children.length === 0) return refuse(`${path}.${name}`, "expected at least one node");
  const parsed = children.map((child: unknown, index) => parseCondition(child, `${path}.${name}[${index}]`, refuse));
  return { [name]: parsed } as unknown as Condition;
};

const isAmount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

const parseTier = (tier: unknown, path: string, refuse: Refuse): Tier => {
  if (!isObject(tier)) return refuse(path, "expected a tier");
  const when = tier["when"] === null ? null : parseCondition(tier["when"], `${path}.when`, refuse);
  if (isAmount(tier["amount"])) return { when, amount: tier["amount"] };
  const [dataset, field] = String(tier["base"]).split(".");
  const figure = figureOf(dataset, field, `${path}.base`, refuse);
  if (!figure.yearly || (figure.kind !== "amount" && figure.kind !== "count"))
    return refuse(`${path}.base`, "expected an amount or a count that is kept by year");
  const rate = tier["rate"];
  if (typeof rate !== "number" || !(rate > 0)) return refuse(`${path}.rate`, "expected a number above 0");
  if (!isAmount(tier["cap"])) return refuse(`${path}.cap`, "expected an amount in fen");
  return { when, base: String(tier["base"]), rate, cap: tier["cap"] };
};

/**
 * Reads a stored policy's `conditions` and `tiers`.
 * @throws PolicyDefinitionError naming the policy and the place, when anything in them is not known to the evaluator:
 * a policy MUST NOT be decided on a part of its conditions
 */
export const parsePolicy = (code: string, conditions: unknown, tiers: unknown): PolicyRules => {
  const refuse: Refuse = (path, problem) => {
    throw new PolicyDefinitionError(code, path, problem);
  };
  if (!Array.isArray(tiers) || tiers.length === 0) return refuse("tiers", "expected at least one tier");
  return Object.freeze({
    conditions: parseCondition(conditions, "conditions", refuse),
    tiers: Object.freeze(tiers.map((tier: unknown, index) => parseTier(tier, `tiers[${index}]`, refuse))),
  });
};
