import type { DisclosureFilter as LedgerFilter } from "../../ledger/query/filter.ts";
import { isPseudonym } from "../../ledger/pseudonym.ts";
import { EXACT_COLUMNS, type ExactFilter } from "../../ledger/record-fields.ts";
import type { RecordKind } from "../../ledger/record.ts";
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
    ...Object.fromEntries(
      EXACT_COLUMNS.map(({ name, exact: description }) => [
        name,
        name === "decision"
          ? t.field({ type: DisclosureDecision, description, ...reveals(name) })
          : t.string({ description, ...reveals(name) }),
      ]),
    ),
    coordinate: t.string({ description: "字段坐标，包括部门计算时的输入", ...reveals("coordinates") }),
    outcome: t.field({ type: CoordinateOutcome, description: "该字段（或任一字段）的结果", ...reveals("coordinates") }),
    citizenNumber: t.field({
      type: "CitizenNumber",
      description: "涉及的人，以公民身份号码给出；在入口处即换为化名，不存储、不记录",
      ...reveals("subjects"),
    }),
    person: t.id({ description: "涉及的人，以化名（Person.id）给出", ...reveals("subjects") }),
    enterprise: t.field({ type: "CreditCode", description: "涉及的企业", ...reveals("subjects") }),
    includeCovert: t.boolean({ description: "包括尚未解除的依法暂缓告知的核查", ...reveals("covert") }),
  }),
});

/** Fields as GraphQL gives them: absent, or null, where nothing is asked. */
type Given<Fields> = { readonly [Name in keyof Fields]?: Fields[Name] | null | undefined };

/** The filter as it arrives. */
export interface FilterInput extends Given<ExactFilter> {
  readonly from?: Date | null | undefined;
  readonly to?: Date | null | undefined;
  readonly kinds?: readonly RecordKind[] | null | undefined;
  readonly coordinate?: string | null | undefined;
  readonly outcome?: LedgerFilter["outcome"] | null | undefined;
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
  // Whoever is searched for by what is no pseudonym would look like somebody whom nobody asked about.
  if (person && !isPseudonym(person)) throw auditError("HUB_SUBJECT_INVALID", {});
  return named[0];
};

/** Keeps what was given: the ledger knows no nulls. */
const given = <Fields extends object>(fields: Fields): { [Name in keyof Fields]?: NonNullable<Fields[Name]> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)) as {
    [Name in keyof Fields]?: NonNullable<Fields[Name]>;
  };

/**
 * The ledger's filter. A citizen number ends here: what goes on is its pseudonym.
 * @throws HUB_SUBJECT_AMBIGUOUS when more than one subject is named, HUB_SUBJECT_INVALID for a person by what is no pseudonym
 */
export function ledgerFilter(input: FilterInput): LedgerFilter {
  const { from, to, includeCovert, kinds, coordinate, outcome } = input;
  const exact = Object.fromEntries(EXACT_COLUMNS.map(({ name }) => [name, input[name]])) as Given<ExactFilter>;
  return {
    ...given({ kinds, coordinate, outcome, ...exact }),
    ...given({ from: from?.toISOString(), to: to?.toISOString(), subject: subjectOf(input) }),
    covert: includeCovert === true ? "shown" : "withheld",
  };
}
