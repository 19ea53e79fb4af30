import { COVERT_TOO_LONG } from "../../../ledger/anomalies/covert-too-long.ts";
import { FLOOD } from "../../../ledger/anomalies/detect-anomalies.ts";
import { LONE_ADMINISTRATOR } from "../../../ledger/anomalies/lone-administrator.ts";
import { SKEWED_CLOCK } from "../../../ledger/anomalies/skewed-clock.ts";
import { listFindings, type Finding as Found } from "../../../ledger/anomalies/findings.ts";
import { RULES } from "../../../ledger/anomalies/rules.ts";
import { partOf } from "../../kit/dataset.ts";
import { pageSizeRefused } from "../../kit/errors.ts";
import { auditorOf, divisionsOf } from "../auditor.ts";
import { audited, builder, personal } from "../builder.ts";
import { FindingState } from "../enums.ts";

/** Beside the rules over a day: what is asked because too much was there to be looked at, and because of what lasts too long. */
const TITLES: ReadonlyMap<string, string> = new Map([
  ...RULES.map(({ name, title }) => [name, title] as const),
  [FLOOD, "请求过多，未能逐条检查"],
  [SKEWED_CLOCK, "记录时间与到达时间不符（网关时钟异常）"],
  [LONE_ADMINISTRATOR, "运维人员指定安全管理员，未经第二名管理员确认"],
  [COVERT_TOO_LONG, "依法暂缓告知的核查超过半年未解除"],
]);

/** A question that a rule asks about the log; a person answers it. */
const Finding = builder.objectRef<Found>("Finding").implement({
  ...partOf("数据提供审计", "REAL_TIME"),
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

const MOST = 200;

builder.queryField("findings", (t) =>
  t.field({
    type: [Finding],
    description: "疑点，自新至旧",
    ...audited,
    args: {
      state: t.arg({
        type: FindingState,
        description: "状态",
        directives: { reveals: { coordinate: "Finding.state" } },
      }),
      includeCovert: t.arg.boolean({
        description: "包括以未解除的依法暂缓告知的核查记录为依据的疑点",
        directives: { reveals: { coordinate: "Disclosure.covert" } },
      }),
      first: t.arg.int({ description: `最多条数，1 至 ${MOST}，默认 50`, defaultValue: 50 }),
    },
    resolve: (_, { state, includeCovert, first }, context) => {
      const divisions = divisionsOf(auditorOf(context));
      const limit = first ?? MOST;
      if (limit < 1 || limit > MOST) {
        throw pageSizeRefused(MOST, limit);
      }
      return listFindings(context.database.reader, {
        limit,
        divisions,
        ...(state ? { state } : {}),
        covert: includeCovert === true ? "shown" : "withheld",
      });
    },
  }),
);
