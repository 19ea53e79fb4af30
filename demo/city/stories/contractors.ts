import type { FirmStory } from "../firms/firm.ts";
import { BUILDING } from "../firms/industries.ts";

const YUAN = 100;

/** A general contractor that is listed as abnormal and owes tax. */
export const TROUBLED_CONTRACTOR: FirmStory = {
  name: "contractorAbnormalOrTaxArrears",
  industry: BUILDING,
  openings: () => 6,
  adjust: (facts) => {
    facts.abnormal.push({
      listedOn: facts.calendar.today - 88,
      reason: "通过登记的住所或者经营场所无法联系",
      removedOn: null,
    });
    facts.taxArrears = 1_268_000 * YUAN;
  },
};

/** A general contractor about whom every department knows something. */
export const RICH_FIRM: FirmStory = {
  name: "enterprise360",
  industry: BUILDING,
  openings: (people) => Math.min(120, Math.max(13, Math.round(people / 700))),
  adjust: (facts) => {
    const { calendar } = facts;
    facts.scale = "MEDIUM";
    facts.qualifications.push({
      kind: "HIGH_TECH",
      recognition: 2,
      from: calendar.today - 400,
      to: calendar.today + 695,
    });
    facts.abnormal.push({
      listedOn: calendar.today - 700,
      reason: "未按规定期限公示年度报告",
      removedOn: calendar.today - 671,
    });
    facts.penalties.push(
      {
        decidedOn: calendar.today - 210,
        authority: "漯河市住房和城乡建设局",
        reason: "施工现场扬尘防治措施不到位",
        amount: 50_000 * YUAN,
      },
      {
        decidedOn: calendar.today - 47,
        authority: "漯河市人力资源和社会保障局",
        reason: "未按规定编制书面工资支付台账",
        amount: 30_000 * YUAN,
      },
    );
    facts.payouts.push({ policy: "WGFH", amount: 8_600 * YUAN, paidOn: calendar.today - 120 });
  },
};
