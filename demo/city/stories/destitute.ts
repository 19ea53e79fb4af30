import type { Destitute, Household } from "../people/household.ts";
import { DESTITUTE_STANDARDS, SUBSISTENCE_STANDARDS } from "../people/means.ts";
import type { FamilyKit } from "./family.ts";

/** A planted person who is supported as destitute (特困供养人员). */
export interface DestituteStory {
  readonly kind: string;
  readonly decision: "IN_ORDER" | "SHORT" | "ENDS" | "UNDECIDED";
  /** The conditions that do not hold. */
  readonly failing: readonly ("GROUND" | "INCOME" | "SUPPORTERS" | "BASIC" | "CARE")[];
  readonly draft: (kit: FamilyKit) => Household;
}

const { BASIC, CARE } = DESTITUTE_STANDARDS;
const YUAN = 100;

const alone =
  (age: number, destitute: Partial<Destitute>, disability?: number) =>
  (kit: FamilyKit): Household => {
    const head = kit.person("MALE", age, "HEAD", age < 18 ? { kind: "student" } : { kind: "none" });
    return kit.household([head], {
      disabled: disability === undefined ? [] : [{ person: head, grade: disability }],
      destitute: {
        ground: "ELDERLY",
        selfCare: "FULL",
        supporters: "NONE",
        income: 150 * YUAN,
        form: "DISPERSED",
        basic: BASIC,
        care: 0,
        ...destitute,
      },
    });
  };

/** Each has one thing that the rules of 低保 do not know. */
export const DESTITUTE_STORIES: readonly DestituteStory[] = [
  { kind: "supportedAtHome", decision: "IN_ORDER", failing: [], draft: alone(74, {}) },
  {
    kind: "caredFor",
    decision: "IN_ORDER",
    failing: [],
    draft: alone(81, { selfCare: "NONE", form: "CENTRAL", care: CARE.NONE }),
  },
  {
    kind: "paidAsSubsistence",
    decision: "SHORT",
    failing: ["BASIC"],
    draft: alone(70, { basic: SUBSISTENCE_STANDARDS.RURAL }),
  },
  {
    kind: "careUnpaid",
    decision: "SHORT",
    failing: ["CARE"],
    draft: alone(77, { selfCare: "PARTIAL" }),
  },
  { kind: "sonCanSupport", decision: "ENDS", failing: ["SUPPORTERS"], draft: alone(72, { supporters: "ABLE" }) },
  { kind: "childOfSixteen", decision: "ENDS", failing: ["GROUND"], draft: alone(16, { ground: "MINOR" }) },
  { kind: "incomeNeverAsked", decision: "UNDECIDED", failing: ["INCOME"], draft: alone(69, { income: null }) },
];
