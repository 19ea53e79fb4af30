/** A verification rule (校核规则) of an item: what its owner says of each of its values. It is checked where the data is. */
export interface VerificationRule {
  /** Type whose rows are sampled. */
  readonly type: string;
  /** Field of which it speaks, by its name in the graph. */
  readonly item: string;
  /** In the owner's words, as the catalogue shows them. */
  readonly rule: string;
  /** Columns that it reads. */
  readonly reads: readonly string[];
  /** False for a row whose value breaks the rule. MUST hold for a row that lacks what the rule speaks of, where the value may be absent. */
  readonly holds: (row: never) => boolean;
}

/**
 * The rules of one type.
 * @example rulesOf<Licence>("Licence").rule("validTo", "有效期至不早于发证日期", ["issuedOn", "validTo"], (row) => row.validTo >= row.issuedOn)
 */
export function rulesOf<Row>(type: string) {
  return {
    rule: <const Column extends keyof Row & string>(
      item: string,
      rule: string,
      reads: readonly Column[],
      holds: (row: Pick<Row, Column>) => boolean,
    ): VerificationRule => ({ type, item, rule, reads, holds }),
  };
}

/** A day that is not before another one; an absent day breaks no rule. */
export const isNotBefore = (day: Date | null, earliest: Date | null): boolean =>
  day === null || earliest === null || day >= earliest;
