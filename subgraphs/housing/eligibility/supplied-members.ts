import type { SuppliedMember, SuppliedVehicle } from "./household-means.ts";

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

const numberOr = (value: unknown): number | null => (typeof value === "number" ? value : null);

const vehicleOf = (vehicle: Readonly<Record<string, unknown>>): SuppliedVehicle => ({
  vehicleType: typeof vehicle["vehicleType"] === "string" ? vehicle["vehicleType"] : null,
  value: numberOr(vehicle["value"]),
});

const memberOf = (member: Readonly<Record<string, unknown>>): SuppliedMember[] => {
  const { id, deceased, monthlyIncome, vehicles } = member;
  if (typeof id !== "string") return [];
  return [
    {
      id,
      deceased: typeof deceased === "boolean" ? deceased : null,
      monthlyIncome: numberOr(monthlyIncome),
      vehicles: Array.isArray(vehicles) ? vehicles.filter(isObject).map(vehicleOf) : null,
    },
  ];
};

/** The members of a household that the gateway brought in its representation; null when it brought none. Amounts in fen. */
export const suppliedMembers = (household: object): readonly SuppliedMember[] | null => {
  const supplied: unknown = "members" in household ? household.members : null;
  return Array.isArray(supplied) ? supplied.filter(isObject).flatMap(memberOf) : null;
};
