/** A standard as it is stored; amount in fen a head and month. */
export interface StandardRow {
  readonly kind: string;
  readonly monthlyAmount: bigint;
  readonly effectiveFrom: Date;
  readonly divisionCode: string;
}

/** Divisions whose standard may hold, the nearest first: the district's, then the city's. */
const placesOf = (divisionCode: string): readonly string[] => [
  `${divisionCode.slice(0, 6)}000000`,
  `${divisionCode.slice(0, 4)}00000000`,
];

/**
 * The standard that holds for a place on a day: the district's before the city's, the newest in force. Pure.
 * @param divisionCode 12 digits of where the family lives
 * @returns undefined when none has been set
 */
export const standardFor = <Row extends StandardRow>(
  standards: readonly Row[],
  kind: "URBAN" | "RURAL",
  divisionCode: string,
  asOf: Date,
): Row | undefined => {
  const inForce = standards
    .filter((row) => row.kind === kind && row.effectiveFrom <= asOf)
    .sort((a, b) => b.effectiveFrom.getTime() - a.effectiveFrom.getTime());
  return placesOf(divisionCode)
    .map((place) => inForce.find((row) => row.divisionCode === place))
    .find((row) => row !== undefined);
};
