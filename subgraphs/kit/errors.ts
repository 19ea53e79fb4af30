import { GraphQLError } from "graphql";
import { denialWords, type DenialReason } from "../../schema/denial.ts";
import { departmentErrors, errorWords, type ErrorFillings, type ErrorSlice } from "../../schema/errors.ts";
import type { Words } from "../../schema/words.ts";

/**
 * The constructor of a slice's errors, each told without a stack: English message, `extensions.code`, `extensions.zh`, and
 * the details for programs that the raiser adds. A refusal that its row calls a guess says `extensions.guess: true`.
 */
export function raising<Slice extends ErrorSlice>(slice: Slice) {
  return <Code extends keyof Slice & string>(
    code: Code,
    fillings: ErrorFillings<Slice[Code]>,
    details: Readonly<Record<string, unknown>> = {},
  ): GraphQLError => {
    const row: Slice[Code] = slice[code];
    const { en, zh } = errorWords(row, fillings);
    const guess = row[3] === "guess" ? { guess: true } : {};
    return new GraphQLError(en, { extensions: { code, zh, ...guess, ...details } });
  };
}

/** The caller's mistake in an argument; names what was expected, never the value. */
export const invalidInput = raising(departmentErrors);

/** A page of another size than 1 to `limit` rows. */
export function pageSizeRefused(limit: number, actual: number): GraphQLError {
  const reason: Words = {
    en: `Page size must be between 1 and ${limit}, got ${actual}`,
    zh: `每页应为 1 至 ${limit} 条，实际为 ${actual}`,
  };
  return invalidInput("HUB_PAGE_SIZE", { reason });
}

/** The envelope does not speak of this field. */
export function notCovered(coordinate: string): GraphQLError {
  const reason: Words = { en: `The envelope does not cover ${coordinate}`, zh: `不含字段 ${coordinate}` };
  return invalidInput("HUB_ENVELOPE_REFUSED", { reason }, { coordinate });
}

/** A field that nothing was decided for: denied, as everything is by default. */
export const NOT_COVERED: GraphQLError = invalidInput("HUB_ENVELOPE_REFUSED", {
  reason: { en: "Not covered by an envelope", zh: "不含该字段" },
});

/** No envelope, or one that is not for this subgraph, this document, now. Why exactly helps only its forger. */
export function envelopeRequired(): GraphQLError {
  const [status] = departmentErrors.HUB_ENVELOPE_REFUSED;
  const reason: Words = { en: "A valid envelope is required", zh: "须持有效的信封" };
  return invalidInput("HUB_ENVELOPE_REFUSED", { reason }, { http: { status } });
}

/** The row lies outside the divisions that the grant reaches (行范围). */
export function outOfScope(coordinate: string): GraphQLError {
  const reason: DenialReason = "OUT_OF_SCOPE";
  return invalidInput("HUB_FIELD_DENIED", { coordinate, reason: denialWords({ reason }) }, { coordinate, reason });
}
