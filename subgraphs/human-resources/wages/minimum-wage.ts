/**
 * Class of the minimum wage of a place. 豫政〔2023〕43号 sets the three amounts; which district is in which class is in
 * its annex. Luohe's districts are ours to correct: urban districts in the first class, counties in the second.
 */
const CLASS_BY_DISTRICT: ReadonlyMap<string, 1 | 2 | 3> = new Map([
  ["411102", 1],
  ["411103", 1],
  ["411104", 1],
  ["411171", 1],
  ["411121", 2],
  ["411122", 2],
]);

/** @param divisionCode 12 digits; a place outside the city is held to the lowest minimum, so that no alarm is invented */
export const wageClassOf = (divisionCode: string): 1 | 2 | 3 => CLASS_BY_DISTRICT.get(divisionCode.slice(0, 6)) ?? 3;
