import type { Pool } from "pg";
import type { ByHand } from "./answer.ts";

const shareholdings = async (firms: Pool, id: unknown): Promise<unknown[]> => {
  const held = await firms.query<{ ratio: number; enterprise_credit_code: string }>(
    "select ratio, enterprise_credit_code from shareholder where person_id = $1 order by id",
    [id],
  );
  if (held.rows.length === 0) return [];
  const codes = held.rows.map((row) => row.enterprise_credit_code);
  const found = await firms.query<{ credit_code: string; name: string; status: string }>(
    "select credit_code, name, status from enterprise where credit_code = any($1)",
    [codes],
  );
  const byCode = new Map(found.rows.map(({ credit_code, name, status }) => [credit_code, { name, status }]));
  return held.rows.map(({ ratio, enterprise_credit_code }) => ({
    ratio,
    enterprise: byCode.get(enterprise_credit_code) ?? null,
  }));
};

/** One person across five departments, by the citizen number. */
export const fiveDepartments: ByHand = (pool) => {
  const police = pool("public-security");
  const labour = pool("human-resources");
  const housing = pool("housing");
  const civil = pool("civil-affairs");
  const firms = pool("enterprise");
  return async ({ citizenNumber }) => {
    const found = await police.query<Record<string, unknown>>(
      "select id, name, citizen_number, address, household_id from person where citizen_number = $1",
      [citizenNumber],
    );
    const person = found.rows[0];
    if (!person) return { data: { person: null } };
    const id = person["id"];
    const [household, insurances, rights, marriages, held] = await Promise.all([
      police.query("select number, address from household where id = $1", [person["household_id"]]),
      labour.query(
        'select insurance_type as "insuranceType", status, paid_months as "paidMonths", contribution_base::float8 as "contributionBase" from social_insurance where person_id = $1 order by id',
        [id],
      ),
      housing.query(
        'select unit_number as "unitNumber", area, usage from real_estate_right where owner_id = $1 order by id',
        [id],
      ),
      civil.query(
        'select kind, registered_on::text as "registeredOn", office from marriage_record where party_a_id = $1 or party_b_id = $1 order by id',
        [id],
      ),
      shareholdings(firms, id),
    ]);
    return {
      data: {
        person: {
          name: person["name"],
          citizenNumber: person["citizen_number"],
          address: person["address"],
          household: (household.rows[0] as unknown) ?? null,
          socialInsurances: insurances.rows,
          realEstateRights: rights.rows,
          marriageRecords: marriages.rows,
          shareholdings: held,
        },
      },
    };
  };
};
