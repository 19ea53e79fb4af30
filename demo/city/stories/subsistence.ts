import type { Application, Car, Home, Household } from "../people/household.ts";
import type { FamilyKit } from "./family.ts";

/** A planted family that asks for subsistence support. */
export interface SubsistenceStory {
  readonly kind: string;
  readonly urban: boolean;
  readonly decision: "ELIGIBLE" | "EDGE" | "INCOME_ABOVE" | "BARRED" | "UNDECIDED";
  readonly failing?: "income" | "vehicle" | "secondHome" | "commercialProperty" | "deposits";
  readonly draft: (kit: FamilyKit) => Household;
}

interface Circumstances {
  /** Income of the two people together, in yuan a month. */
  readonly income: number;
  readonly vehicle?: Car["type"];
  /** Homes besides the one they live in. */
  readonly property?: Home["usage"];
  /** Grade of the mother's disability. */
  readonly disability?: number;
  readonly application?: Application;
}

const YUAN = 100;

/** A mother and her son, one home, hardly any savings. */
const mother =
  ({ income, vehicle, property, disability, application = {} }: Circumstances) =>
  (kit: FamilyKit): Household => {
    const { today } = kit.city.calendar;
    const head = kit.person("FEMALE", 43, "HEAD", kit.casual(income));
    const son = kit.person("MALE", 12, "CHILD", { kind: "student" }, head.name.slice(0, 1));
    const own = (usage: Home["usage"], area: number): Home => ({
      owner: head,
      area,
      usage,
      registeredOn: today - 3_000,
      bought: false,
    });
    return kit.household([head, son], {
      subsistence: "APPLICANT",
      homes: [own("RESIDENTIAL", 52), ...(property ? [own(property, 44)] : [])],
      cars:
        vehicle === undefined ? [] : [{ owner: head, type: vehicle, value: 12_000 * YUAN, registeredOn: today - 900 }],
      disabled: disability === undefined ? [] : [{ person: head, grade: disability }],
      application: { assets: 3_000 * YUAN, ...application },
    });
  };

/** The brother shares the registered household (公安的户) and lives on his own: he is not of the declared family. */
const withBrother = (kit: FamilyKit): Household => {
  const household = mother({ income: 800 })(kit);
  const brother = kit.person("MALE", 38, "OTHER", kit.casual(9_000));
  const family = [...household.members];
  household.members.push(brother);
  const car = {
    owner: brother,
    type: "CAR",
    value: 90_000 * YUAN,
    registeredOn: kit.city.calendar.today - 400,
  } as const;
  return { ...household, cars: [car], application: { ...household.application, family } };
};

/** Two children and a grandmother: three people raise the allowance, in two circumstances. */
const threeGenerations = (kit: FamilyKit): Household => {
  const household = mother({ income: 1_200 })(kit);
  const grandmother = kit.person("FEMALE", 67, "PARENT", { kind: "none" });
  const daughter = kit.person("FEMALE", 9, "CHILD", { kind: "student" });
  household.members.push(grandmother, daughter);
  return household;
};

/** Human-resources has no record of the mother, and the application leaves her income open. */
const nothingDeclared = (kit: FamilyKit): Household => {
  const household = mother({ income: 0 })(kit);
  const [head] = household.members;
  if (!head) throw new RangeError("a family without a head");
  head.career = { kind: "none" };
  return { ...household, application: { ...household.application, undeclared: head } };
};

/** Families that qualify and families that miss one condition; standards: 680 yuan a head in town, 490 in the country. */
export const SUBSISTENCE_STORIES: readonly SubsistenceStory[] = [
  { kind: "qualifies", urban: true, decision: "ELIGIBLE", draft: mother({ income: 800 }) },
  { kind: "qualifiesRural", urban: false, decision: "ELIGIBLE", draft: mother({ income: 620 }) },
  {
    kind: "disabilityScooter",
    urban: true,
    decision: "ELIGIBLE",
    draft: mother({ income: 760, vehicle: "DISABILITY_SCOOTER", disability: 2 }),
  },
  { kind: "incomeJustAbove", urban: true, decision: "EDGE", failing: "income", draft: mother({ income: 1_390 }) },
  { kind: "edge", urban: true, decision: "EDGE", failing: "income", draft: mother({ income: 1_760 }) },
  { kind: "aboveEdge", urban: true, decision: "INCOME_ABOVE", failing: "income", draft: mother({ income: 2_110 }) },
  {
    kind: "barredByVehicle",
    urban: true,
    decision: "BARRED",
    failing: "vehicle",
    draft: mother({ income: 800, vehicle: "CAR" }),
  },
  {
    kind: "barredByTwoHomes",
    urban: true,
    decision: "BARRED",
    failing: "secondHome",
    draft: mother({ income: 800, property: "RESIDENTIAL" }),
  },
  {
    kind: "barredByCommercialProperty",
    urban: true,
    decision: "BARRED",
    failing: "commercialProperty",
    draft: mother({ income: 800, property: "COMMERCIAL" }),
  },
  { kind: "brotherOutsideFamily", urban: true, decision: "ELIGIBLE", draft: withBrother },
  {
    kind: "collectiveHousehold",
    urban: true,
    decision: "UNDECIDED",
    draft: mother({ income: 800, application: { collective: true } }),
  },
  {
    kind: "exactlyOneAndAHalf",
    urban: true,
    decision: "INCOME_ABOVE",
    failing: "income",
    draft: mother({ income: 2_040 }),
  },
  { kind: "threeInNeed", urban: true, decision: "ELIGIBLE", draft: threeGenerations },
  {
    kind: "barredByDeposits",
    urban: true,
    decision: "BARRED",
    failing: "deposits",
    draft: mother({ income: 800, application: { assets: 40_000 * YUAN } }),
  },
  {
    kind: "mayApplyAlone",
    urban: true,
    decision: "EDGE",
    failing: "income",
    draft: mother({ income: 1_500, disability: 1 }),
  },
  { kind: "nothingDeclared", urban: true, decision: "UNDECIDED", failing: "income", draft: nothingDeclared },
];

/** Families whose authorization does not open the gate, and the gap that the graph tells. */
export const AUTHORIZATION_STORIES = [
  { authorization: "EXPIRED", gap: "EXPIRED" },
  { authorization: "WITHDRAWN", gap: "WITHDRAWN" },
  { authorization: "UNSIGNED", gap: "UNSIGNED" },
  { authorization: "CHILD_SIGNED", gap: "GUARDIAN_MISSING" },
  { authorization: "NARROW", gap: "BEYOND_SCOPE" },
] as const satisfies readonly { readonly authorization: Application["authorization"]; readonly gap: string }[];

/** A family that would qualify, were it not for its authorization. */
export function unauthorizedFamily(authorization: Application["authorization"]): (kit: FamilyKit) => Household {
  return mother({ income: 800, application: authorization === undefined ? {} : { authorization } });
}
