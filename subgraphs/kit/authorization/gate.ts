import type { Words } from "../../../schema/words.ts";
import { cityToday } from "../rules/age.ts";
import type { SubgraphContext } from "../context.ts";
import { invalidInput } from "../errors.ts";
import {
  authorizationGap,
  type Authorization,
  type AuthorizationGap,
  type AuthorizedItem,
  type DeclaredMember,
  type Signature,
} from "./authorization.ts";

const WORDS: Readonly<Record<AuthorizationGap, Words>> = {
  NOBODY_DECLARED: { en: "the case declares no family", zh: "办件未申报家庭成员" },
  NOT_YET_SIGNED: { en: "it is signed for a later day", zh: "签署日期未到" },
  WITHDRAWN: { en: "it has been withdrawn", zh: "已撤回" },
  EXPIRED: { en: "it has expired", zh: "已过有效期" },
  BEYOND_SCOPE: { en: "it does not cover every item of the check", zh: "未授权核查全部所需事项" },
  UNSIGNED: { en: "an adult of the family has not signed", zh: "有成年家庭成员未签署" },
  GUARDIAN_MISSING: {
    en: "a guardian has not signed for a child under 14 or a person without capacity",
    zh: "不满十四周岁或者无完全民事行为能力的成员未由监护人签署",
  },
};

/** The rows of a department's cases, each by the key of the row above it. */
interface CaseRows<Context, Row> {
  readonly members: RowsBy<Context, DeclaredMember>;
  readonly authorizations: RowsBy<Context, Row>;
  readonly signatures: RowsBy<Context, Signature>;
  /** The matters that the check looks up. */
  readonly needed: readonly AuthorizedItem[];
}

type RowsBy<Context, Row> = (context: Context) => { readonly load: (key: string | number) => Promise<readonly Row[]> };

type AuthorizationRow = Omit<Authorization, "signatures"> & { readonly id: number; readonly caseId: string };

/** The gate before a department's cases. */
interface Gate<Context, Row> {
  /** Lets a request in that presents this authorization. @throws HUB_AUTHORIZATION_INSUFFICIENT */
  readonly demandAuthorized: (presented: Row, context: Context) => Promise<void>;
  /**
   * Demands once more, where the answer is worked out, what let the case in: a case all of whose authorizations have been
   * withdrawn in the meantime answers nothing.
   * @throws HUB_AUTHORIZATION_INSUFFICIENT with the gap of the first one; of a case without any, that nobody signed
   */
  readonly demandStillAuthorized: (caseId: string, context: Context) => Promise<void>;
}

/** Makes a department's gate: it opens where at least one of the authorizations is in force today and covers what is needed. */
export function createGate<Context, Row extends AuthorizationRow>(rows: CaseRows<Context, Row>): Gate<Context, Row> {
  const { members, signatures, needed } = rows;
  const demand = async (caseId: string, presented: readonly Row[], context: Context): Promise<void> => {
    const [family, ...signed] = await Promise.all([
      members(context).load(caseId),
      ...presented.map(({ id }) => signatures(context).load(id)),
    ]);
    const today = cityToday(new Date());
    const gaps = presented.map((row, position) =>
      authorizationGap({ ...row, signatures: signed[position] ?? [] }, family, needed, today),
    );
    if (gaps.includes(null)) return;
    const gap = gaps[0] ?? "UNSIGNED";
    throw invalidInput("HUB_AUTHORIZATION_INSUFFICIENT", { reason: WORDS[gap] }, { reason: gap });
  };
  return {
    demandAuthorized: (presented, context) => demand(presented.caseId, [presented], context),
    demandStillAuthorized: async (caseId, context) =>
      demand(caseId, await rows.authorizations(context).load(caseId), context),
  };
}

const presented = new WeakMap<SubgraphContext, Set<string>>();

/**
 * Finds the case of the one authorization that a request presents. A request that presents several numbers is refused as a
 * whole: it guesses. They are noted before anything is awaited, so that the first one is not looked at while others come in.
 * No number stands in a message.
 * @throws HUB_AUTHORIZATION_REPEATED, HUB_AUTHORIZATION_REQUIRED
 */
export async function presentedCase<Found>(
  number: string,
  context: SubgraphContext,
  find: (number: string) => Promise<Found | null>,
): Promise<Found> {
  const numbers = (presented.get(context) ?? new Set<string>()).add(number);
  presented.set(context, numbers);
  await Promise.resolve();
  if (numbers.size > 1) throw invalidInput("HUB_AUTHORIZATION_REPEATED", {});
  const found = await find(number);
  if (found === null) throw invalidInput("HUB_AUTHORIZATION_REQUIRED", {});
  return found;
}
