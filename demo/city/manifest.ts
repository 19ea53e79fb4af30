import type { WageLevel } from "./sites/site.ts";

/** A planted construction project; `month` (YYYY-MM) is the month of wages that the story is about. */
export interface PlantedProject {
  readonly kind: string;
  readonly projectCode: string;
  readonly projectName: string;
  readonly divisionCode: string;
  readonly expectedLevel: WageLevel;
  readonly month: string;
  /** The rule that the story is about; absent when nothing ought to be raised. */
  readonly rule?: string;
}

/** A planted pensioner. Months and amount (fen) count what was paid for months after the month of death. */
export interface PlantedPension {
  readonly kind: string;
  readonly personId: string;
  readonly citizenNumber: string;
  /** ISO date; null: the person is alive. */
  readonly diedOn: string | null;
  readonly overpaidMonths: number;
  readonly overpaidAmount: number;
}

/** A planted family. `failing` names the only condition that is not met. */
interface PlantedFamily {
  readonly kind: string;
  readonly householdId: string;
  readonly caseId: string;
  /** The number of the written authorization that the family presents. */
  readonly authorizationNumber: string;
  readonly headCitizenNumber: string;
  readonly expectedEligible: boolean;
  readonly failing?: string;
}

/** A planted family for subsistence; `allowance` in fen a month, zero when not eligible. */
interface PlantedSubsistence extends PlantedFamily {
  readonly allowance: number;
  readonly decision: "ELIGIBLE" | "EDGE" | "INCOME_ABOVE" | "BARRED" | "UNDECIDED";
}

/** A planted person who is supported as destitute (特困供养人员). */
interface PlantedDestitute {
  readonly kind: string;
  readonly personId: string;
  readonly citizenNumber: string;
  readonly decision: "IN_ORDER" | "SHORT" | "ENDS" | "UNDECIDED";
  /** Codes of the conditions that do not hold. */
  readonly failing: readonly string[];
}

/** A planted family whose written authorization does not open the gate. */
interface PlantedAuthorization extends Pick<PlantedFamily, "kind" | "caseId" | "authorizationNumber"> {
  readonly department: "civil-affairs" | "housing";
  /** The gap in the words of the graph. */
  readonly gap: string;
}

/** A planted approval of an inquiry into what a debtor's people own; `gap`: why it opens nothing, in the words of the graph. */
interface PlantedInquiry {
  readonly kind: string;
  readonly inquiryId: string;
  readonly approvalNumber: string;
  readonly people: readonly string[];
  readonly gap: string | null;
}

/** A planted firm. `failing` is the text of the failing condition, `amount` in fen what a match is worth. */
export interface PlantedPolicy {
  readonly policy: string;
  readonly kind: string;
  readonly creditCode: string;
  readonly expectedMatch: boolean;
  readonly failing?: string;
  readonly amount?: number | null;
}

/** Everything planted in a city, so that tests and people can find it. Equal for equal options. */
export interface Manifest {
  readonly people: number;
  readonly seed: number;
  /** ISO date: the last day that the books know of. */
  readonly asOf: string;
  /** The twelve months (YYYY-MM) of wages and attendance. */
  readonly months: readonly string[];
  readonly wages: readonly PlantedProject[];
  readonly pensions: readonly PlantedPension[];
  readonly rentals: readonly PlantedFamily[];
  readonly subsistence: readonly PlantedSubsistence[];
  readonly destitute: readonly PlantedDestitute[];
  readonly authorizations: readonly PlantedAuthorization[];
  readonly inquiries: readonly PlantedInquiry[];
  readonly policies: readonly PlantedPolicy[];
  /** One firm about which every department knows something. */
  readonly enterprise360: {
    readonly creditCode: string;
    readonly name: string;
    readonly projectCodes: readonly string[];
  };
  /** Rows written, by table. */
  readonly rows: Readonly<Record<string, number>>;
}
