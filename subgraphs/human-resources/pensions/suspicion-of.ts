import type { Context } from "../builder.ts";
import { manyLoader } from "../../kit/rows/loaders.ts";
import { readWith } from "../../kit/rows/read-rows.ts";
import type { PensionFacts } from "./facts.ts";
import { suspectPension, type PensionSuspicion } from "./suspect-pension.ts";

/** Fields that `@requires` brings along from 公安 and 民政; a part that did not come is null or absent. */
export interface DeathInputs {
  readonly registrationCancellations?:
    { readonly reason?: string | null; readonly diedOn?: string | null; readonly cancelledOn?: string | null }[] | null;
  readonly cremations?: { readonly diedOn?: string | null; readonly crematedOn?: string | null }[] | null;
}

/** A suspicion with the division whose readers may see it. */
export interface ScopedSuspicion extends PensionSuspicion {
  readonly divisionCode: string | null;
}

interface Benefit {
  readonly personId: string;
  readonly payStatus: string;
  readonly lastVerifiedOn: string | null;
  readonly divisionCode: string;
}

const benefits = manyLoader<unknown, string, Benefit>(
  readWith(`
    select person_id as "personId", pay_status as "payStatus", last_verified_on::text as "lastVerifiedOn", division_code as "divisionCode"
    from pension_benefit where person_id = any($1::text[]) order by id`),
  (row) => row.personId,
);

interface Payment {
  readonly personId: string;
  readonly payMonth: string;
  readonly paidAmount: bigint;
}

const payments = manyLoader<unknown, string, Payment>(
  readWith(`
    select person_id as "personId", pay_month as "payMonth", paid_amount as "paidAmount"
    from pension_payment where person_id = any($1::text[]) order by id`),
  (row) => row.personId,
);

/**
 * The kind of the committee at the end of a 12-digit division code: residents' committees are numbered 001 to 199, villagers' 200 to
 * 399 (统计用区划代码编制规则, from memory; the national table agrees).
 */
const residenceOf = (divisionCode: string): PensionFacts["residence"] => {
  const committee = Number(divisionCode.slice(9, 12));
  if (divisionCode.length !== 12 || committee < 1 || committee >= 400) return null;
  return committee < 200 ? "URBAN" : "RURAL";
};

/** Two statements for any number of people; none for people of whom both departments answer that they know of no death. */
export async function suspicionOf(
  person: DeathInputs & { readonly id: string },
  context: Context,
): Promise<ScopedSuspicion | null> {
  const { registrationCancellations, cremations } = person;
  if (registrationCancellations?.length === 0 && cremations?.length === 0) return null;
  const [drawn, paid] = await Promise.all([benefits(context).load(person.id), payments(context).load(person.id)]);
  if (drawn.length === 0) return null;
  const suspicion = suspectPension({
    residence: residenceOf(drawn[0]?.divisionCode ?? ""),
    benefits: drawn.map(({ payStatus, lastVerifiedOn }) => ({
      isPaying: payStatus === "PAYING",
      lastVerifiedOn,
    })),
    payments: paid.map(({ payMonth, paidAmount }) => ({ payMonth, paid: Number(paidAmount) })),
    cancellations:
      registrationCancellations?.map(({ reason, diedOn, cancelledOn }) => ({
        isDeath: reason === "DEATH",
        diedOn: diedOn ?? null,
        cancelledOn: cancelledOn ?? null,
      })) ?? null,
    cremations:
      cremations?.map(({ diedOn, crematedOn }) => ({ diedOn: diedOn ?? null, crematedOn: crematedOn ?? null })) ?? null,
  });
  return suspicion && { ...suspicion, divisionCode: drawn[0]?.divisionCode ?? null };
}
