import { builder, internal } from "../builder.ts";
import type { Term, TermReading } from "../clock/term.ts";
import { TermState } from "../enums.ts";
import { open } from "../../kit/item.ts";

/** A statutory term as it reads at the moment of the question. */
export interface ShownTerm extends TermReading {
  readonly article: number;
  readonly limit: number;
}

/** A reading of a term with its article and limit, as LegalTerm shows it. */
export function shownTerm(article: number, term: Term, reading: TermReading): ShownTerm {
  return {
    ...reading,
    article,
    limit: term.limit,
  };
}

export const LegalTerm = builder.objectRef<ShownTerm>("LegalTerm").implement({
  description: "法定时限：按工作日（含调休）计算，自收到之日的次日起算；沉默不是同意",
  fields: (t) => ({
    article: t.exposeInt("article", { description: "《政务数据共享条例》条文", ...internal }),
    limit: t.exposeInt("limit", { description: "工作日数，含延期", ...internal }),
    dueOn: t.exposeString("dueOn", { description: "到期日（北京时间）；停止计时期间为空", ...internal }),
    dueAt: t.expose("dueAt", { type: "DateTime", description: "到期时刻", ...internal }),
    state: t.expose("state", { type: TermState, description: "状态", ...internal }),
    remaining: t.exposeInt("remaining", { description: "剩余工作日", ...internal }),
    overdue: t.exposeInt("overdue", { description: "逾期工作日", ...internal }),
    provisional: t.exposeBoolean("provisional", {
      description: "到期日落在尚未公布节假日安排的年份，可能变动",
      nullable: true,
      ...open("L2"),
    }),
  }),
});
