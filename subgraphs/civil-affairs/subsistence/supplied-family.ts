import { type Fields, flagOr, listOr, numberOr, suppliedPeople, textOr } from "../../kit/supplied.ts";

/** A unit of real estate as housing answers it. */
export interface SuppliedProperty {
  /** null: not told, so that the unit cannot be recognised again. */
  readonly unitNumber: string | null;
  readonly usage: string | null;
}

/** A declared member as four departments answer; null: not answered, which is not the same as nothing. */
export interface SuppliedMember {
  readonly id: string;
  readonly birthDate: Date | null;
  readonly deceased: boolean | null;
  /** True where human-resources has a wage or a pension of the person on record, false where it has none. */
  readonly incomeRecorded: boolean | null;
  /** Wages and pensions on record, in fen a month. */
  readonly monthlyIncome: number | null;
  readonly vehicleTypes: readonly (string | null)[] | null;
  readonly property: readonly SuppliedProperty[] | null;
  /** Sole traders in business and shares held. */
  readonly businesses: number | null;
}

const dateOr = (value: unknown): Date | null => {
  const date = new Date(textOr(value) ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? null : date;
};

const businessesOf = ({ soleTraders, shareholdings }: Fields): number | null => {
  const traders = listOr(soleTraders);
  const shares = listOr(shareholdings);
  return traders && shares && traders.filter(({ status }) => status === "ACTIVE").length + shares.length;
};

const propertyOf = ({ unitNumber, usage }: Fields): SuppliedProperty => ({
  unitNumber: textOr(unitNumber),
  usage: textOr(usage),
});

const memberOf = (id: string, person: Fields): SuppliedMember => ({
  id,
  birthDate: dateOr(person["birthDate"]),
  deceased: flagOr(person["deceased"]),
  incomeRecorded: flagOr(person["incomeRecorded"]),
  monthlyIncome: numberOr(person["monthlyIncome"]),
  vehicleTypes: listOr(person["vehicles"])?.map(({ vehicleType }) => textOr(vehicleType)) ?? null,
  property: listOr(person["realEstateRights"])?.map(propertyOf) ?? null,
  businesses: businessesOf(person),
});

/**
 * The facts that the gateway brought of each declared member. A member of whom it brought nothing is there with nothing known: a family
 * never gets smaller because somebody did not answer.
 */
export function suppliedMembers(declared: readonly string[], reference: unknown): readonly SuppliedMember[] {
  const byId = suppliedPeople(reference, "members");
  return declared.map((id) => memberOf(id, byId.get(id) ?? {}));
}
