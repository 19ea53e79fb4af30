import { DENIAL_FACTS } from "../../../schema/denial.ts";
import { fields, records, text, type Fields } from "../json.ts";

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

/**
 * Reads the explanation of an operation: the reasons of what is denied, each once.
 * @throws Error in words for the panel, when the gateway explains nothing
 */
export function readExplanation(answer: Fields): Explanation {
  const explained = fields(fields(answer["data"])?.["whyDenied"]);
  if (explained === undefined) {
    const [error] = records(answer["errors"]);
    const extensions = fields(error?.["extensions"]);
    throw new Error(text(extensions?.["zh"]) ?? text(error?.["message"]) ?? "网关没有说明原因");
  }
  const { name, basis } = fields(explained["purpose"]) ?? {};
  const grants = Array.isArray(explained["grants"]) ? explained["grants"].join("、") : "";
  return {
    summary: `用途“${text(name) ?? ""}”依据${text(basis) ?? "不详"}；有效授权：${grants === "" ? "无" : grants}。`,
    reasons: reasonsIn(records(explained["coordinates"])),
  };
}

function reasonsIn(coordinates: readonly Fields[]): readonly Reason[] {
  const reasons = new Map<string, Reason>();
  for (const entry of coordinates) {
    const coordinate = text(entry["coordinate"]) ?? "";
    for (const denial of records(entry["denials"])) {
      const message = text(denial["messageZh"]) ?? "";
      reasons.set(`${coordinate} ${message}`, { coordinate, message, facts: factsOf(denial) });
    }
  }
  return [...reasons.values()];
}

function factsOf(denial: Fields): string[] {
  return DENIAL_FACTS.flatMap(({ name, zh }) => {
    const value = denial[name];
    const said = Array.isArray(value) ? value.join("、") : text(value);
    return said === undefined || said === "" ? [] : [`${zh} ${said}`];
  });
}
