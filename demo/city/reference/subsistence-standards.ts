import type { City } from "../city.ts";
import { DISTRICTS } from "../geography/districts.ts";
import { SUBSISTENCE_STANDARDS } from "../people/means.ts";

/** Writes the subsistence standards, the same in every district. */
export const writeSubsistenceStandards = (city: City): void => {
  for (const { code } of DISTRICTS)
    for (const kind of ["URBAN", "RURAL", "DESTITUTE"] as const)
      city.write.subsistenceStandard({
        kind,
        monthlyAmount: SUBSISTENCE_STANDARDS[kind],
        source: "漯河市城乡最低生活保障标准（示例默认值）",
        effectiveFrom: `${city.calendar.year}-01-01`,
        divisionCode: `${code}000000`,
      });
};
