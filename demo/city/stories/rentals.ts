import type { Application, Household } from "../people/household.ts";
import type { FamilyKit } from "./family.ts";

/** A planted family that asks for public rental. `failing` names the only condition not met. */
export interface RentalStory {
  readonly kind: string;
  readonly failing?: "incomePerHead" | "assetsPerHead" | "areaPerHead" | "vehicleValue" | "otherHousing" | "workHere";
  readonly draft: (kit: FamilyKit) => Household;
}

interface Circumstances {
  /** Family income in yuan a month, for three people. */
  readonly income?: number;
  /** Area of the family's own home in square metres; none when absent. */
  readonly area?: number;
  /** Value of the family's car in yuan; none when absent. */
  readonly car?: number;
  readonly housedElsewhere?: boolean;
  readonly application?: Application;
}

const YUAN = 100;

/** A family of three in town: 7,200 yuan a month (2,400 a head) and no home of their own, unless said otherwise. */
export const townFamily =
  ({ income = 7_200, area, car, housedElsewhere, application = {} }: Circumstances) =>
  (kit: FamilyKit): Household => {
    const { calendar } = kit.city;
    const husband = kit.person("MALE", 38, "HEAD", kit.casual(income - 2_900));
    const wife = kit.person("FEMALE", 36, "SPOUSE", kit.casual(2_900));
    const child = kit.person("FEMALE", 9, "CHILD", { kind: "student" }, husband.name.slice(0, 1));
    const registeredOn = calendar.today - 2_200;
    return kit.household([husband, wife, child], {
      application,
      couples: [{ husband, wife, marriedOn: wife.birth + 25 * 365 }],
      homes: area === undefined ? [] : [{ owner: husband, area, usage: "RESIDENTIAL", registeredOn, bought: false }],
      cars:
        car === undefined
          ? []
          : [{ owner: husband, type: "CAR", value: car * YUAN, registeredOn: calendar.today - 700 }],
      rentals: [
        { status: "QUEUED", reviewedDaysAgo: 25 },
        ...(housedElsewhere === true ? [{ status: "HOUSED", reviewedDaysAgo: 210 } as const] : []),
      ],
    });
  };

/** Families that qualify, and families that miss exactly one condition (income limit 2,666.67 yuan a head and month). */
export const RENTAL_STORIES: readonly RentalStory[] = [
  { kind: "qualifies", draft: townFamily({ area: 40 }) },
  { kind: "qualifiesWithModestCar", draft: townFamily({ car: 80_000 }) },
  { kind: "incomeAbove", failing: "incomePerHead", draft: townFamily({ income: 8_100, area: 40 }) },
  { kind: "areaAbove", failing: "areaPerHead", draft: townFamily({ area: 46.5 }) },
  { kind: "vehicleAbove", failing: "vehicleValue", draft: townFamily({ car: 90_000 }) },
  {
    kind: "assetsAbove",
    failing: "assetsPerHead",
    draft: townFamily({ application: { assets: 400_000 * YUAN } }),
  },
  { kind: "migrantSettled", draft: townFamily({ application: { worksHereDays: 800 } }) },
  { kind: "migrantNewlyArrived", failing: "workHere", draft: townFamily({ application: { worksHereDays: 120 } }) },
  { kind: "housedElsewhere", failing: "otherHousing", draft: townFamily({ housedElsewhere: true }) },
];
