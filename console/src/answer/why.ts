import * as v from "valibot";
import { DENIAL_FACTS } from "../../../schema/denial.ts";
import { list, partOf, text } from "../../../schema/parse.ts";
import { fields, readPart, type Fields } from "../json.ts";

/** The operation that an answer belongs to, with the purpose that it stated. */
export interface AskedOperation {
  readonly operation: string;
  readonly operationName: string | null;
  readonly purpose: string;
  readonly variables: Fields;
}

/** The reason of one denial: the gateway's words, and the facts behind them. */
export interface Reason {
  readonly coordinate: string;
  readonly message: string;
  readonly facts: readonly string[];
}

/** The gateway's explanation of an operation. */
export interface Explanation {
  /** The purpose with its basis, and the grants in force for it. */
  readonly summary: string;
  readonly reasons: readonly Reason[];
}

/** The question to the graph itself; it is decided like the operation, and no department is asked. */
export const WHY_DENIED = `query WhyDenied($operation: String!, $purpose: String!, $operationName: String, $variables: HubVariables) {
  whyDenied(operation: $operation, purpose: $purpose, operationName: $operationName, variables: $variables) {
    purpose { name basis }
    grants
    coordinates {
      coordinate
      denials { messageZh path ${DENIAL_FACTS.map(({ name }) => name).join(" ")} }
    }
  }
}`;

const fact = v.nullish(v.union([v.string(), list(v.string())], "text or a list of texts"));

const DENIAL = partOf({
  messageZh: text(),
  ...Object.fromEntries(DENIAL_FACTS.map(({ name }) => [name, fact] as const)),
});

const EXPLANATION = partOf({
  purpose: partOf({ name: v.string("text"), basis: v.string("text") }),
  grants: list(text()),
  coordinates: list(partOf({ coordinate: text(), denials: list(DENIAL) })),
});

const REFUSAL = partOf({ message: text(), extensions: v.optional(partOf({ zh: v.optional(text()) })) });

/**
 * Reads the explanation of an operation: the reasons of what is denied, each once.
 * @throws Error in words for the panel, when the gateway explains nothing, or in a form that this page does not know
 */
export function readExplanation(answer: Fields): Explanation {
  const explained = fields(answer["data"])?.["whyDenied"] ?? null;
  if (explained === null) {
    const [error] = readPart(v.optional(list(REFUSAL), []), answer["errors"], "errors");
    throw new Error(error?.extensions?.zh ?? error?.message ?? "网关没有说明原因");
  }
  const { purpose, grants, coordinates } = readPart(EXPLANATION, explained, "whyDenied");
  const given = grants.length === 0 ? "无" : grants.join("、");
  const basis = purpose.basis === "" ? "不详" : purpose.basis;
  return {
    summary: `用途“${purpose.name}”依据${basis}；有效授权：${given}。`,
    reasons: reasonsIn(coordinates),
  };
}

type Explained = v.InferOutput<typeof EXPLANATION>["coordinates"];

function reasonsIn(coordinates: Explained): readonly Reason[] {
  const reasons = new Map<string, Reason>();
  for (const { coordinate, denials } of coordinates) {
    for (const { messageZh, ...facts } of denials)
      reasons.set(`${coordinate} ${messageZh}`, { coordinate, message: messageZh, facts: factsOf(facts) });
  }
  return [...reasons.values()];
}

function factsOf(told: Readonly<Record<string, unknown>>): string[] {
  return DENIAL_FACTS.flatMap(({ name, zh }) => {
    const value = told[name];
    const said = Array.isArray(value) ? value.join("、") : value;
    return typeof said !== "string" || said === "" ? [] : [`${zh} ${said}`];
  });
}
