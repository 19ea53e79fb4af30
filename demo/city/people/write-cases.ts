import { isoDate, type Day } from "../calendar.ts";
import type { City } from "../city.ts";
import { incomeOf } from "../livelihood/career.ts";
import { createRandom } from "../random.ts";
import type { Application, Household, Person } from "./household.ts";

const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** 12 letters of a stream of their own: nobody who holds one number can tell the next. */
export function authorizationNumber(city: City, prefix: string): string {
  const random = createRandom(city.seed, "authorization", city.count("authorization"));
  const letters = Array.from({ length: 12 }, () => LETTERS[random.between(0, LETTERS.length - 1)] ?? "");
  return `${prefix}〔${city.calendar.year}〕${letters.join("")}`;
}

const RELATIONS = {
  HEAD: "本人",
  SPOUSE: "配偶",
  CHILD: "子女",
  PARENT: "父母",
  GRANDCHILD: "孙子女",
  OTHER: "其他",
} as const;

/** Items that every authorization of the demo covers, unless its story is that it does not. */
const WHOLE = "{IDENTITY,INCOME,VEHICLE,REAL_ESTATE,BUSINESS,DEPOSIT}";
const NARROW = "{IDENTITY,INCOME}";

/** The people who apply together: the living members, unless the story declares others. */
export function familyOf(city: City, { members, application }: Household): readonly Person[] {
  return (application?.family ?? members).filter(({ death }) => !death || death.diedOn > city.calendar.today);
}

/** Age at which a person signs in person in the demo's stories. */
const signsAlone = (city: City, person: Person): boolean => city.calendar.today - person.birth >= 18 * 365.25;

interface Signing {
  readonly family: readonly Person[];
  readonly signedOn: Day;
  readonly story: Application["authorization"];
}

/** Signatures of a family: adults in person, the first adult as guardian of the children. */
const signaturesOf = (city: City, { family, signedOn, story }: Signing) => {
  const guardian = family.find((person) => signsAlone(city, person));
  const signers = story === "UNSIGNED" ? family.filter((person) => person !== guardian) : family;
  return signers.map((person) => {
    const alone = story === "CHILD_SIGNED" || signsAlone(city, person) || guardian === undefined;
    return {
      personId: person.id,
      signedBy: alone ? ("SELF" as const) : ("GUARDIAN" as const),
      guardianId: alone ? null : guardian.id,
      signedOn: isoDate(signedOn),
    };
  });
};

/** An authorization in force to the end of the next year, unless its story is that it is not. */
const authorizationOf = (city: City, { signedOn, story }: Signing) => ({
  scope: story === "NARROW" ? NARROW : WHOLE,
  signedOn: isoDate(story === "EXPIRED" ? signedOn - 800 : signedOn),
  validTo: story === "EXPIRED" ? isoDate(signedOn - 430) : `${city.calendar.year + 1}-12-31`,
  withdrawnOn: story === "WITHDRAWN" ? isoDate(city.calendar.today - 2) : null,
});

/** A family's case as it is written: its number, and the number of its authorization. */
export interface WrittenCase {
  readonly caseId: string;
  readonly authorizationNumber: string;
}

/**
 * A case of subsistence support with its declared family and the signed authorization.
 * @param acceptedOn the day of the application, on which the family signs
 */
export function writeSubsistenceCase(city: City, household: Household, acceptedOn: Day): WrittenCase {
  const { application = {}, village } = household;
  const family = familyOf(city, household);
  const signing: Signing = { family, signedOn: acceptedOn, story: application.authorization };
  const divisionCode = village.code;
  const caseId = `漯低保受〔${city.calendar.year}〕${String(city.count("subsistence case")).padStart(6, "0")}`;
  const residence = application.collective === true ? "COLLECTIVE" : village.urban ? "URBAN" : "RURAL";
  city.write.subsistenceCase({
    id: caseId,
    applicantId: family[0]?.id ?? household.members[0]?.id ?? "",
    residence,
    acceptedOn: isoDate(acceptedOn),
    divisionCode,
  });
  for (const person of family) {
    const pension = person.career.kind === "retired" ? incomeOf(person.career) : 0;
    const isDeclared = person !== application.undeclared;
    city.write.subsistenceMember({
      caseId,
      personId: person.id,
      relation: RELATIONS[person.relation],
      bornOn: isoDate(person.birth),
      incapacitated: false,
      declaredWage: isDeclared ? incomeOf(person.career) - pension : null,
      declaredBusiness: isDeclared ? 0 : null,
      declaredProperty: isDeclared ? 0 : null,
      declaredTransfer: isDeclared ? pension : null,
      divisionCode,
    });
  }
  const number = authorizationNumber(city, "漯民授");
  const { signedOn, ...rest } = authorizationOf(city, signing);
  const authorizationId = city.write.subsistenceAuthorization({ caseId, number, signedOn, ...rest, divisionCode });
  for (const signature of signaturesOf(city, signing))
    city.write.subsistenceSignature({ authorizationId, ...signature, divisionCode });
  return { caseId, authorizationNumber: number };
}

/** A case of public rental with its declared family and the signed consent. */
export function writeRentalCase(city: City, household: Household, acceptedOn: Day): WrittenCase {
  const { application = {}, village } = household;
  const family = familyOf(city, household);
  const signing: Signing = { family, signedOn: acceptedOn, story: application.authorization };
  const divisionCode = village.code;
  const caseId = `漯住保受〔${city.calendar.year}〕${String(city.count("rental case")).padStart(6, "0")}`;
  city.write.rentalCase({
    id: caseId,
    applicantId: family[0]?.id ?? household.members[0]?.id ?? "",
    acceptedOn: isoDate(acceptedOn),
    migrant: application.worksHereDays !== undefined,
    worksHereSince:
      application.worksHereDays === undefined ? null : isoDate(city.calendar.today - application.worksHereDays),
    declaredAssets: application.assets ?? 0,
    divisionCode,
  });
  for (const person of family)
    city.write.rentalMember({
      caseId,
      personId: person.id,
      relation: RELATIONS[person.relation],
      bornOn: isoDate(person.birth),
      incapacitated: false,
      declaredIncome: person === application.undeclared ? null : incomeOf(person.career),
      divisionCode,
    });
  const number = authorizationNumber(city, "漯住授");
  const { signedOn, ...rest } = authorizationOf(city, signing);
  const authorizationId = city.write.rentalAuthorization({ caseId, number, signedOn, ...rest, divisionCode });
  for (const signature of signaturesOf(city, signing))
    city.write.rentalSignature({ authorizationId, ...signature, divisionCode });
  return { caseId, authorizationNumber: number };
}
