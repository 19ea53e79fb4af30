import { isoDate } from "../calendar.ts";
import type { City } from "../city.ts";
import type { Household } from "./household.ts";

/** Support of the destitute (特困人员供养) of the head of a household. */
export function writeDestitute(city: City, { village, members: [head], destitute }: Household): void {
  if (destitute === undefined || head === undefined) return;
  const { ground, selfCare, supporters, income, form, basic, care } = destitute;
  city.write.destitutePerson({
    certificateNumber: `漯特供${String(city.count("destitute certificate")).padStart(6, "0")}`,
    personId: head.id,
    ground,
    bornOn: isoDate(head.birth),
    selfCare,
    supporters,
    monthlyIncome: income,
    residence: village.urban ? "URBAN" : "RURAL",
    form,
    status: "SUPPORTED",
    basicAmount: basic,
    careAmount: care,
    validFrom: isoDate(city.calendar.monthStart(0)),
    validTo: null,
    divisionCode: village.code,
  });
}
