import type { Day } from "../calendar.ts";
import type { Career } from "../livelihood/career.ts";

export type Sex = "MALE" | "FEMALE";
export type Relation = "HEAD" | "SPOUSE" | "CHILD" | "PARENT" | "GRANDCHILD" | "OTHER";
export type Education = "PRIMARY" | "JUNIOR" | "SENIOR" | "COLLEGE" | "BACHELOR" | "MASTER";

/** How a death shows in two departments' books. A date that is absent: that department has not been told. */
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
