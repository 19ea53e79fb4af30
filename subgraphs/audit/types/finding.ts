import { COVERT_TOO_LONG } from "../../../ledger/anomalies/covert-too-long.ts";
import { FLOOD } from "../../../ledger/anomalies/detect-anomalies.ts";
import type { Finding as Found } from "../../../ledger/anomalies/findings.ts";
import { dataset } from "../../kit/dataset.ts";
import { RULES } from "../../../ledger/anomalies/rules.ts";
import { audited, builder, personal } from "../builder.ts";
import { FindingState } from "../enums.ts";

/** Beside the rules over a day: what is asked because too much was there to be looked at, and because of what lasts too long. */
const TITLES: ReadonlyMap<string, string> = new Map([
  ...RULES.map(({ name, title }) => [name, title] as const),
  [FLOOD, "请求过多，未能逐条检查"],
  [COVERT_TOO_LONG, "秘密调查超过半年未解除"],
]);

/** A question that a rule asks about the log; a person answers it. */
export const Finding = builder.objectRef<Found>("Finding").implement({
  ...dataset("披露审计", "REAL_TIME"),
  description: "疑点：规则提出的问题，由人核实",
  fields: (t) => ({
    id: t.exposeID("id", { description: "编号", ...audited }),
    rule: t.exposeString("rule", { description: "规则", ...audited }),
    title: t.string({ description: "规则名称", ...audited, resolve: ({ rule }) => TITLES.get(rule) ?? null }),
    foundAt: t.field({
      type: "DateTime",
      description: "发现时间",
      ...audited,
      resolve: ({ foundAt }) => new Date(foundAt),
    }),
    caller: t.exposeString("caller", { description: "应用，或应用与经办人", ...personal }),
    summary: t.exposeString("summary", { description: "说明，含规则所依据的数字", ...personal }),
    evidence: t.idList({
      description: "作为依据的记录序号",
      ...audited,
      resolve: ({ evidence }) => evidence.map(String),
    }),
    state: t.expose("state", { type: FindingState, description: "状态", ...audited }),
    settledBy: t.exposeString("settledBy", { description: "核实人账号", ...personal }),
    note: t.exposeString("note", { description: "核实说明", ...personal }),
  }),
});
