import type { Car, Home, Household } from "../people/household.ts";
import type { FamilyKit } from "./family.ts";

/** A planted family that asks for subsistence support. */
export interface SubsistenceStory {
  readonly kind: string;
  readonly urban: boolean;
  readonly failing?: "income" | "vehicle" | "secondHome" | "commercialProperty";
  readonly edge?: boolean;
  readonly draft: (kit: FamilyKit) => Household;
}

interface Circumstances {
  /** Income of the two people together, in yuan a month. */
  readonly income: number;
  readonly vehicle?: Car["type"];
  /** Homes besides the one they live in. */
  readonly property?: Home["usage"];
}

const YUAN = 100;

/** A mother and her son, one home, no savings to speak of. */
const mother =
  ({ income, vehicle, property }: Circumstances) =>
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
      disabled: vehicle === "DISABILITY_SCOOTER" ? [{ person: head, grade: 2 }] : [],
    });
  };

/** Families that qualify and families that miss one condition; standards: 680 yuan a head in town, 490 in the country. */
export const SUBSISTENCE_STORIES: readonly SubsistenceStory[] = [
  { kind: "qualifies", urban: true, draft: mother({ income: 800 }) },
  { kind: "qualifiesRural", urban: false, draft: mother({ income: 620 }) },
  { kind: "disabilityScooter", urban: true, draft: mother({ income: 760, vehicle: "DISABILITY_SCOOTER" }) },
  { kind: "incomeJustAbove", urban: true, failing: "income", edge: true, draft: mother({ income: 1_390 }) },
  { kind: "edge", urban: true, failing: "income", edge: true, draft: mother({ income: 1_760 }) },
  { kind: "aboveEdge", urban: true, failing: "income", draft: mother({ income: 2_110 }) },
  { kind: "barredByVehicle", urban: true, failing: "vehicle", draft: mother({ income: 800, vehicle: "CAR" }) },
  {
    kind: "barredByTwoHomes",
    urban: true,
    failing: "secondHome",
    draft: mother({ income: 800, property: "RESIDENTIAL" }),
  },
  {
    kind: "barredByCommercialProperty",
    urban: true,
    failing: "commercialProperty",
    draft: mother({ income: 800, property: "COMMERCIAL" }),
  },
];
