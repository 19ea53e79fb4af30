import type { City } from "../city.ts";
import { DISTRICTS } from "../geography/districts.ts";
import { SUBSISTENCE_STANDARDS } from "../people/means.ts";

/** Writes the subsistence standards, the same in every district. */
export const writeSubsistenceStandards = (city: City): void => {
  for (const { code } of DISTRICTS)
    for (const [kind, monthly_amount] of Object.entries(SUBSISTENCE_STANDARDS))
      city.write.subsistence_standard({
        kind,
        monthly_amount,
        source: "漯河市城乡最低生活保障标准（示例默认值）",
        effective_from: `${city.calendar.year}-01-01`,
        division_code: `${code}000000`,
      });
};
