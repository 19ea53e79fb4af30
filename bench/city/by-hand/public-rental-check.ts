import {
  householdMeans,
  type Home,
  type SuppliedMember,
} from "../../../subgraphs/housing/eligibility/household-means.ts";
import {
  RENTAL_THRESHOLDS,
  rentalEligibility,
  type RentalEligibility,
} from "../../../subgraphs/housing/eligibility/rental-eligibility.ts";
import type { ByHand } from "./answer.ts";

const CASE = `
  select c.id, c.applicant_id as applicant, c.accepted_on::text as "acceptedOn", c.migrant, c.works_here_since as "worksHereSince",
    c.declared_assets::float8 as assets, c.division_code as "divisionCode"
  from rental_authorization a join rental_case c on c.id = a.case_id where a.number = $1 and a.withdrawn_on is null and a.valid_to >= $2`;

const MEMBERS = `
  select person_id as id, relation, declared_income::float8 as "declaredIncome" from rental_member where case_id = $1 order by id`;

const AUTHORIZATIONS = `
  select scope::text[] as scope, signed_on::text as "signedOn", valid_to::text as "validTo", withdrawn_on::text as "withdrawnOn"
  from rental_authorization where case_id = $1 order by id`;

const HOMES = `
  select unit_number as "unitNumber", usage, area, division_code as "divisionCode" from house_contract where buyer_id = any($1)
  union all
  select unit_number, usage, area, division_code from real_estate_right where owner_id = any($1)`;

const RENTALS = `
  select id, head_id as head, mode, status, queue_number as "queueNumber", reviewed_on::text as "reviewedOn"
  from public_rental_household where head_id = any($1) order by id`;

const PEOPLE = `select id, name, deceased, household_id as household from person where id = any($1)`;

const VEHICLES = `select owner_id as owner, vehicle_type as "vehicleType", value::float8 as value from vehicle where owner_id = any($1)`;

const INCOMES = `
  select person, sum(amount)::float8 as amount from (
    select person_id as person, monthly_wage as amount from employment where person_id = any($1) and ended_on is null and kind <> 'UNEMPLOYED'
    union all
    select person_id, monthly_amount from pension_benefit where person_id = any($1) and pay_status = 'PAYING'
  ) found group by person`;

interface Case {
  readonly id: string;
  readonly applicant: string;
  readonly acceptedOn: string;
  readonly migrant: boolean;
  readonly worksHereSince: Date | null;
  readonly assets: number | null;
  readonly divisionCode: string;
}

interface Member {
  readonly id: string;
  readonly relation: string;
  readonly declaredIncome: number | null;
}

interface Known {
  readonly id: string;
  readonly name: string;
  readonly deceased: boolean;
  readonly household: string;
}

interface Rental {
  readonly id: number;
  readonly head: string;
  readonly status: string;
}

type Vehicle = NonNullable<SuppliedMember["vehicles"]>[number] & { readonly owner: string };

interface Income {
  readonly person: string;
  readonly amount: number;
}

const declaredOf = (
  members: readonly Member[],
  personOf: ReadonlyMap<string, Known>,
  vehicles: readonly Vehicle[],
  incomes: readonly Income[],
): readonly SuppliedMember[] => {
  const incomeOf = new Map(incomes.map(({ person, amount }) => [person, amount]));
  return members.map(({ id, declaredIncome }) => ({
    id,
    declaredIncome,
    deceased: personOf.get(id)?.deceased ?? null,
    incomeRecorded: incomeOf.has(id),
    monthlyIncome: incomeOf.get(id) ?? null,
    vehicles: vehicles.filter(({ owner }) => owner === id),
  }));
};

const toldOf = ({ holds, lines, means, incomeLimit, source }: RentalEligibility) => ({
  eligible: holds,
  conditions: lines.map(({ code, condition, holds: met, limit, fact }) => ({
    code,
    title: condition,
    met,
    expected: limit,
    actual: fact,
  })),
  people: means.people,
  incomePerHead: means.incomePerHead,
  incomeLimit,
  assetsPerHead: means.assetsPerHead,
  areaPerHead: Math.round(means.areaPerHead * 100) / 100,
  vehicles: means.vehicles,
  vehicleValue: means.vehicleValue,
  source,
});

/** 公租房资格核查 of the case that an authorization opens, by the department's own rule. */
export const publicRentalCheck: ByHand = (pool) => {
  const [housing, police, labour] = [pool("housing"), pool("public-security"), pool("human-resources")];
  return async ({ authorizationNumber, asOf }) => {
    const [found] = (await housing.query<Case>(CASE, [authorizationNumber, asOf])).rows;
    if (found === undefined) return { data: { rentalCase: null } };
    const [members, authorizations] = await Promise.all([
      housing.query<Member>(MEMBERS, [found.id]),
      housing.query(AUTHORIZATIONS, [found.id]),
    ]);
    const ids = members.rows.map(({ id }) => id);
    const [homes, rentals, people, vehicles, incomes] = await Promise.all([
      housing.query<Home>(HOMES, [ids]),
      housing.query<Rental>(RENTALS, [ids]),
      police.query<Known>(PEOPLE, [ids]),
      police.query<Vehicle>(VEHICLES, [ids]),
      labour.query<Income>(INCOMES, [ids]),
    ]);
    const personOf = new Map(people.rows.map((person) => [person.id, person]));
    const declared = declaredOf(members.rows, personOf, vehicles.rows, incomes.rows);
    const means = householdMeans(declared, homes.rows, rentals.rows, {
      ...found,
      city: found.divisionCode.slice(0, 4),
    });
    const eligibility = means && rentalEligibility(means, RENTAL_THRESHOLDS, new Date(String(asOf)));
    const applicant = personOf.get(found.applicant);
    const [household] = (
      await police.query<object>("select id, address from household where id = $1", [applicant?.household])
    ).rows;
    return {
      data: {
        rentalCase: {
          id: found.id,
          acceptedOn: found.acceptedOn,
          migrant: found.migrant,
          authorizations: authorizations.rows,
          applicant: {
            id: found.applicant,
            name: applicant?.name ?? null,
            household: household ?? null,
            publicRentals: rentals.rows.filter(({ head }) => head === found.applicant),
          },
          members: members.rows.map(({ id, relation }) => ({
            relation,
            person: { id, name: personOf.get(id)?.name ?? null },
          })),
          eligibility: eligibility && toldOf(eligibility),
        },
      },
    };
  };
};
