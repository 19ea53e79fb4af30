import type { DisclosureFilter as LedgerFilter } from "../../ledger/query/filter.ts";
import type { Decision, RecordKind } from "../../ledger/record.ts";
import { pseudonymKey, pseudonymOf } from "../kit/pseudonym.ts";
import { builder } from "./builder.ts";
import { CoordinateOutcome, DisclosureDecision, DisclosureKind } from "./enums.ts";
import { auditError } from "./errors.ts";

/** Filtering by a field tells that field, so it needs the field. */
const reveals = (field: string) => ({ directives: { reveals: { coordinate: `Disclosure.${field}` } } });

export const DisclosureFilter = builder.inputType("DisclosureFilter", {
  description: "查找条件，须同时满足",
  fields: (t) => ({
    from: t.field({ type: "DateTime", description: "起始时间（含）", ...reveals("time") }),
    to: t.field({ type: "DateTime", description: "截止时间（不含）", ...reveals("time") }),
    kinds: t.field({ type: [DisclosureKind], description: "类别", ...reveals("kind") }),
    department: t.string({ description: "使用部门", ...reveals("department") }),
    app: t.string({ description: "应用", ...reveals("app") }),
    officer: t.string({ description: "经办人账号", ...reveals("officer") }),
    purpose: t.string({ description: "用途代码", ...reveals("purpose") }),
    coordinate: t.string({ description: "字段坐标，包括部门计算时的输入", ...reveals("coordinates") }),
    outcome: t.field({ type: CoordinateOutcome, description: "该字段（或任一字段）的结果", ...reveals("coordinates") }),
    decision: t.field({ type: DisclosureDecision, description: "处理", ...reveals("decision") }),
    citizenNumber: t.field({
      type: "CitizenNumber",
      description: "涉及的人，以公民身份号码给出；在入口处即换为化名，不存储、不记录",
      ...reveals("subjects"),
    }),
    person: t.id({ description: "涉及的人，以化名（Person.id）给出", ...reveals("subjects") }),
    enterprise: t.field({ type: "CreditCode", description: "涉及的企业", ...reveals("subjects") }),
    includeCovert: t.boolean({ description: "包括尚未解除的秘密调查", ...reveals("covert") }),
  }),
});

/** The filter as it arrives. */
export interface FilterInput {
  readonly from?: Date | null | undefined;
  readonly to?: Date | null | undefined;
  readonly kinds?: readonly RecordKind[] | null | undefined;
  readonly department?: string | null | undefined;
  readonly app?: string | null | undefined;
  readonly officer?: string | null | undefined;
  readonly purpose?: string | null | undefined;
  readonly coordinate?: string | null | undefined;
  readonly outcome?: LedgerFilter["outcome"] | null | undefined;
  readonly decision?: Decision | null | undefined;
  readonly citizenNumber?: string | null | undefined;
  readonly person?: string | null | undefined;
  readonly enterprise?: string | null | undefined;
  readonly includeCovert?: boolean | null | undefined;
}

const subjectOf = ({ citizenNumber, person, enterprise }: FilterInput): string | undefined => {
  const named = [
    citizenNumber ? `Person:${pseudonymOf(citizenNumber, pseudonymKey())}` : undefined,
    person ? `Person:${person}` : undefined,
    enterprise ? `Enterprise:${enterprise}` : undefined,
  ].filter((subject) => subject !== undefined);
  if (named.length > 1) {
    throw auditError("HUB_SUBJECT_AMBIGUOUS", {});
  }
  return named[0];
};

/** Keeps what was given: the ledger knows no nulls. */
const given = <Fields extends object>(fields: Fields): { [Name in keyof Fields]?: NonNullable<Fields[Name]> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)) as {
    [Name in keyof Fields]?: NonNullable<Fields[Name]>;
  };

/**
 * The ledger's filter. A citizen number ends here: what goes on is its pseudonym.
 * @throws HUB_SUBJECT_AMBIGUOUS when more than one subject is named
 */
export const ledgerFilter = (input: FilterInput): LedgerFilter => {
  const { from, to, includeCovert, kinds, department, app, officer, purpose, coordinate, outcome, decision } = input;
  return {
    ...given({ kinds, department, app, officer, purpose, coordinate, outcome, decision }),
    ...given({ from: from?.toISOString(), to: to?.toISOString(), subject: subjectOf(input) }),
    covert: includeCovert === true ? "shown" : "withheld",
  };
};
