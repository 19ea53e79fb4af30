import type { Day } from "../calendar.ts";
import type { Village } from "../geography/villages.ts";
import type { Career } from "../livelihood/career.ts";

export type Sex = "MALE" | "FEMALE";
export type Relation = "HEAD" | "SPOUSE" | "CHILD" | "PARENT" | "GRANDCHILD" | "OTHER";
export type Education = "PRIMARY" | "JUNIOR" | "SENIOR" | "COLLEGE" | "BACHELOR" | "MASTER";

/** A death in two departments' books. A date is absent when that department has not been told. */
export interface Death {
  readonly diedOn: Day;
  readonly crematedOn?: Day;
  readonly cancelledOn?: Day;
  /** Last month (index into the calendar's months) for which a pension was still paid; default: the month of death. */
  readonly lastPaidMonth?: number;
}

/** A member of a household as drafted. The writer fills in `number` and `id` when the draft has none. */
export interface Person {
  id: string;
  number: string;
  readonly name: string;
  readonly sex: Sex;
  readonly birth: Day;
  relation: Relation;
  readonly education: Education;
  career: Career;
  death?: Death;
  readonly nativePlace: string;
  readonly movedInOn?: Day;
}

/** A home that a member owns; area in square metres. */
export interface Home {
  readonly owner: Person;
  readonly area: number;
  readonly usage: "RESIDENTIAL" | "COMMERCIAL";
  readonly registeredOn: Day;
  /** Bought from a developer: a signed contract exists too. */
  readonly bought: boolean;
}

/** A vehicle of the household; value in fen. */
export interface Car {
  readonly owner: Person;
  readonly type: "CAR" | "TRUCK" | "MOTORCYCLE" | "DISABILITY_SCOOTER" | "TRACTOR";
  readonly value: number;
  readonly registeredOn: Day;
}

/** A row of the public rental programme, besides what can be computed from the household. */
interface Rental {
  readonly status: "QUEUED" | "HOUSED" | "SUBSIDISED";
  readonly reviewedDaysAgo: number;
}

/** The statements of a planted family's application besides its household. */
export interface Application {
  /** The declared family (共同生活的家庭成员); the living members of the household when absent. */
  readonly family?: readonly Person[];
  /** Registered in a collective household (集体户): where the family lives is not established. */
  readonly collective?: boolean;
  /** The member of whom no income is declared. */
  readonly undeclared?: Person;
  /** Financial assets of the family, in fen. */
  readonly assets?: number;
  /** Days of steady work here: a migrant's application. */
  readonly worksHereDays?: number;
  /** The one thing that is wrong with the written authorization. */
  readonly authorization?: "EXPIRED" | "WITHDRAWN" | "UNSIGNED" | "CHILD_SIGNED" | "NARROW";
}

/** The file of a person who is supported as destitute (特困供养人员); amounts in fen a month. */
export interface Destitute {
  readonly ground: "ELDERLY" | "DISABLED" | "MINOR";
  readonly selfCare: "FULL" | "PARTIAL" | "NONE";
  readonly supporters: "NONE" | "UNABLE" | "ABLE";
  /** null: never looked into. */
  readonly income: number | null;
  readonly form: "CENTRAL" | "DISPERSED";
  readonly basic: number;
  readonly care: number;
}

/** One household as drafted: ordinary or planted. The writer turns it into rows of five departments. */
export interface Household {
  readonly village: Village;
  readonly members: Person[];
  /** Index of the wife in `members` for every married man: pairs of (husband, wife). */
  readonly couples: readonly { readonly husband: Person; readonly wife: Person; readonly marriedOn: Day }[];
  readonly homes: readonly Home[];
  readonly cars: readonly Car[];
  readonly rentals: readonly Rental[];
  readonly disabled: readonly { readonly person: Person; readonly grade: number }[];
  /** Subsistence support for this family: by the rules, never, or only an economic check on application. */
  readonly subsistence: "BY_RULES" | "NEVER" | "APPLICANT";
  readonly application?: Application;
  /** Its head is supported as destitute. */
  readonly destitute?: Destitute;
}
