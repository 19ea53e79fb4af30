import { isoDate } from "../calendar.ts";
import type { City } from "../city.ts";
import { gridCode, type Village } from "../geography/villages.ts";
import type { Random } from "../random.ts";
import type { Car, Household, Person } from "./household.ts";
import type { HouseholdIdentity } from "./draft-household.ts";

const PLATE = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const CASES = ["治安案件", "盗窃", "交通肇事", "诈骗", "纠纷调解"] as const;

/** The n-th plate: 豫L like all of Luohe, then the letter I, which no real plate uses. */
const plateOf = (n: number): string => {
  let rest = n;
  let serial = "";
  for (let digit = 0; digit < 4; digit += 1) {
    serial = PLATE.charAt(rest % 34) + serial;
    rest = Math.floor(rest / 34);
  }
  return `豫LI${serial}`;
};

const station = (village: Village): string => `漯河市公安局${village.district.short}分局${village.township}派出所`;

/** Columns that every row about a person of one household shares. */
interface Home {
  readonly household: Household;
  readonly identity: HouseholdIdentity;
  readonly address: string;
  readonly grid: string;
}

const writePerson = (city: City, random: Random, home: Home, person: Person): void => {
  const { village } = home.household;
  city.write.person({
    id: person.id,
    citizenNumber: person.number,
    name: person.name,
    formerName: random.chance(0.012)
      ? person.name.slice(0, 1) + random.pick(["小红", "建国", "二孩", "毛", "铁柱"])
      : null,
    sex: person.sex,
    nation: random.chance(0.985) ? "汉族" : random.chance(0.8) ? "回族" : "满族",
    birthDate: isoDate(person.birth),
    householdId: home.identity.id,
    relationToHead: person.relation,
    householdType: village.urban ? (random.chance(0.01) ? "COLLECTIVE" : "URBAN") : "RURAL",
    education: person.education,
    nativePlace: person.nativePlace,
    address: home.address,
    gridCode: home.grid,
    movedInOn: person.movedInOn === undefined ? null : isoDate(person.movedInOn),
    deceased: person.death?.cancelledOn !== undefined,
    divisionCode: village.code,
  });
  const cancelledOn = person.death?.cancelledOn;
  if (person.death && cancelledOn !== undefined)
    city.write.registrationCancellation({
      personId: person.id,
      reason: "DEATH",
      diedOn: isoDate(person.death.diedOn),
      cancelledOn: isoDate(Math.min(cancelledOn, city.calendar.today)),
      station: station(village),
      divisionCode: village.code,
    });
};

const writePermit = (city: City, person: Person, home: Home): void => {
  const { movedInOn } = person;
  if (movedInOn === undefined) return;
  const issuedOn = Math.min(movedInOn + 190, city.calendar.today - 2);
  city.write.residencePermit({
    personId: person.id,
    permitNumber: `L${String(city.count("residence permit")).padStart(9, "0")}`,
    address: home.address,
    issuedOn: isoDate(issuedOn),
    validTo: isoDate(issuedOn + 365 * (1 + Math.floor((city.calendar.today - issuedOn) / 365))),
    divisionCode: home.household.village.code,
  });
};

const writeVehicle = (city: City, car: Car, village: Village): void => {
  city.write.vehicle({
    ownerId: car.owner.id,
    plate: plateOf(city.count("plate")),
    vehicleType: car.type,
    usage: car.type === "TRUCK" ? "COMMERCIAL" : "PRIVATE",
    registeredOn: isoDate(car.registeredOn),
    value: car.value,
    divisionCode: village.code,
  });
};

const writeNotShared = (city: City, random: Random, person: Person, village: Village): void => {
  if (random.chance(0.0008))
    city.write.policeCase({
      personId: person.id,
      caseNumber: `漯公案字〔${city.calendar.year}〕${String(city.count("case")).padStart(5, "0")}号`,
      category: random.pick(CASES),
      openedOn: isoDate(city.calendar.today - random.between(10, 700)),
      divisionCode: village.code,
    });
  if (random.chance(0.0015))
    city.write.biometric({
      personId: person.id,
      kind: random.pick(["指纹", "人像"]),
      capturedOn: isoDate(city.calendar.today - random.between(10, 2_000)),
      divisionCode: village.code,
    });
};

/** Rows of public-security: household, people, cancellations, permits, vehicles, and a few that are never shared. */
export function writeRegister(city: City, random: Random, household: Household, identity: HouseholdIdentity): void {
  const { village } = household;
  const order = Number(identity.number.slice(-6));
  const unit = village.urban
    ? `${Math.floor(order / 24) + 1}号楼${(order % 3) + 1}单元${(order % 12) + 1}0${(order % 2) + 1}室`
    : `${order}号`;
  const home: Home = { household, identity, address: village.address + unit, grid: gridCode(village, order) };
  const head = household.members[0];
  city.write.household({
    id: identity.id,
    number: identity.number,
    headId: head?.id ?? "",
    address: home.address,
    gridCode: home.grid,
    divisionCode: village.code,
  });
  for (const person of household.members) {
    writePerson(city, random, home, person);
    writePermit(city, person, home);
    writeNotShared(city, random, person, village);
  }
  for (const car of household.cars) writeVehicle(city, car, village);
}
