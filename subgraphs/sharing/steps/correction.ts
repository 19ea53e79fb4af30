import { unknownCoordinates } from "../errors.ts";
import { correctionMatter, loadCorrection } from "../matters/correction.ts";
import { Correction } from "../types/correction.ts";
import { coordinate, flag, formed, id, list, optional, text } from "../workflow/arguments.ts";
import { beginningsOf, movesOf } from "../workflow/declare.ts";
import { named } from "../workflow/step.ts";
import { applicant, owner } from "../workflow/transition.ts";

const MOST_DISCLOSURES = 100;

const answer = {
  mutation: "answerCorrection",
  description: "提供部门十个工作日内答复校核申请（第二十六条）；属实的，与载有该值的数据提供记录相关联",
  article: 26,
  from: ["FILED"],
  by: [owner],
  apart: ["applicant"],
  args: { upheld: flag("校核申请是否属实"), answer: text("答复") },
} as const;

const correctionStep = movesOf(correctionMatter, {
  type: Correction,
  target: { correction: id("纠错编号") },
  load: (tx, { correction }) => loadCorrection(tx, correction),
  result: (tx, row) => loadCorrection(tx, String(row.id)),
  tells: ({ coordinate: of }, { disclosures }) => ({ coordinate: of, disclosures }),
});

/** Steps of a correction (校核纠错). */
export const CORRECTION_STEPS = named({
  FILE_CORRECTION: beginningsOf(
    correctionMatter,
    Correction,
  )({
    mutation: "fileCorrection",
    description: "需求部门对一个数据项的一个主体提出校核申请（第二十六条）",
    article: 26,
    to: "FILED",
    by: [applicant],
    args: {
      coordinate: coordinate(),
      subject: formed("个人的假名标识或代码", /^[A-Za-z0-9_-]{1,64}$/, {
        en: "a pseudonym or a code, never a citizen number",
        zh: "假名标识或代码，不得为公民身份号码",
      }),
      objection: text("校核内容；不得载明个人信息"),
      disclosures: optional(
        list(
          formed("数据提供回执编号", /^[\w./:+=-]{1,200}$/, { en: "the number of a receipt", zh: "回执编号" }),
          "载有该值的数据提供回执编号",
          MOST_DISCLOSURES,
        ),
      ),
    },
    load: (_tx, _args, { department }) => department,
    sides: (department) => ({ consumer: department, provider: null }),
    effect: async ({ actor, now, services }, given, department) => {
      const item = services.catalogue().catalogue.items.get(given.coordinate);
      if (!item) throw unknownCoordinates([given.coordinate]);
      const { subject, objection } = given;
      const known = await services.disclosuresOf({ coordinate: given.coordinate, subject, department });
      return {
        coordinate: given.coordinate,
        provider: item.owner,
        subject,
        departmentId: department,
        filedBy: actor.officer,
        filedAt: now,
        objection,
        disclosures: [...new Set([...(given.disclosures ?? []), ...known])],
      };
    },
    tells: ({ coordinate: of, provider, disclosures }) => ({ coordinate: of, provider, disclosures }),
  }),
  UPHOLD_CORRECTION: correctionStep({
    ...answer,
    when: { upheld: true },
    to: "UPHELD",
    effect: async ({ actor, now, services }, given, { coordinate: of, subject, departmentId, disclosures }) => {
      const known = await services.disclosuresOf({ coordinate: of, subject, department: departmentId });
      const all = [...new Set([...disclosures, ...known])];
      return { answer: given.answer, answeredBy: actor.officer, answeredAt: now, disclosures: all };
    },
  }),
  REJECT_CORRECTION: correctionStep({
    ...answer,
    when: { upheld: false },
    to: "REJECTED",
    effect: ({ actor, now }, given) => ({ answer: given.answer, answeredBy: actor.officer, answeredAt: now }),
  }),
});
