/** A unit of real estate as housing answers it. */
export interface SuppliedProperty {
  /** null: not told, so that the unit cannot be recognised again. */
  readonly unitNumber: string | null;
  readonly usage: string | null;
}

/** A member of a household as four departments answer; null: not answered, which is not the same as nothing. */
export interface SuppliedMember {
  readonly id: string;
  readonly birthDate: Date | null;
  readonly deceased: boolean | null;
  readonly householdType: string | null;
  /** Fen. */
  readonly monthlyIncome: number | null;
  readonly vehicleTypes: readonly (string | null)[] | null;
  readonly property: readonly SuppliedProperty[] | null;
  /** Sole traders in business and shares held. */
  readonly businesses: number | null;
}

/** A household as the gateway brought it in its representation. */
export interface SuppliedFamily {
  readonly divisionCode: string;
  readonly members: readonly SuppliedMember[];
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null;
const textOr = (value: unknown): string | null => (typeof value === "string" ? value : null);
const listOr = (value: unknown): readonly Fields[] | null => (Array.isArray(value) ? value.filter(isFields) : null);

const dateOr = (value: unknown): Date | null => {
  const date = new Date(textOr(value) ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? null : date;
};

const businessesOf = ({ soleTraders, shareholdings }: Fields): number | null => {
  const traders = listOr(soleTraders);
  const shares = listOr(shareholdings);
  return traders && shares && traders.filter(({ status }) => status === "ACTIVE").length + shares.length;
};

const memberOf = (member: Fields): SuppliedMember[] => {
  const id = textOr(member["id"]);
  if (id === null) return [];
  const property = listOr(member["realEstateRights"]);
  return [
    {
      id,
      birthDate: dateOr(member["birthDate"]),
      deceased: typeof member["deceased"] === "boolean" ? member["deceased"] : null,
      householdType: textOr(member["householdType"]),
      monthlyIncome: typeof member["monthlyIncome"] === "number" ? member["monthlyIncome"] : null,
      vehicleTypes: listOr(member["vehicles"])?.map(({ vehicleType }) => textOr(vehicleType)) ?? null,
      property:
        property?.map(({ unitNumber, usage }) => ({
          unitNumber: textOr(unitNumber),
          usage: textOr(usage),
        })) ?? null,
      businesses: businessesOf(member),
    },
  ];
};

/** The household that the gateway brought; null when it brought no members or not where they live. */
export function suppliedFamily(household: object): SuppliedFamily | null {
  const { divisionCode, members } = household as Fields;
  const list = listOr(members);
  const division = textOr(divisionCode);
  return list && division !== null ? { divisionCode: division, members: list.flatMap(memberOf) } : null;
}
