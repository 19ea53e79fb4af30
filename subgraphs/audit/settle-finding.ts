import { partOf } from "../kit/dataset.ts";
import { namesPerson } from "../../schema/names-person.ts";
import { conditional } from "../kit/item.ts";
import { auditorOf, divisionsOf } from "./auditor.ts";
import { audited, builder } from "./builder.ts";
import type { FindingState as Stored, Settlement } from "../../ledger/anomalies/findings.ts";
import { FindingConclusion, FindingState } from "./enums.ts";
import { auditError } from "./errors.ts";

const MOST_NOTE = 2000;

const noteOf = (text: string): string => {
  const note = text.trim();
  if (namesPerson(note)) throw auditError("HUB_NOTE_PERSONAL", {});
  if (note.length > 0 && note.length <= MOST_NOTE) return note;
  throw auditError("HUB_NOTE_REQUIRED", { most: MOST_NOTE, length: note.length });
};

const FindingSettlement = builder
  .objectRef<{ readonly id: string; readonly state: Stored; readonly by: string }>("FindingSettlement")
  .implement({
    ...partOf("数据提供审计", "REAL_TIME"),
    description: "疑点的核实结论",
    fields: (t) => ({
      id: t.exposeID("id", { description: "疑点编号", ...audited }),
      state: t.expose("state", {
        type: FindingState,
        description: "疑点自此的状态；须两个部门分别核实的，在两者结论一致之前仍为待处置",
        ...audited,
      }),
      settledBy: t.exposeString("by", { description: "核实人账号", ...audited }),
    }),
  });

const refusalOf = (settlement: Exclude<Settlement, "SETTLED" | "FIRST_HAND">) => {
  if (settlement === "OWN") return auditError("HUB_FINDING_OWN", {});
  return auditError(settlement === "SAME_HAND" ? "HUB_FINDING_SAME_HAND" : "HUB_FINDING_NOT_OPEN", {});
};

/** The decision is a record of the ledger before the finding changes; without the record nothing changes. */
builder.mutationField("settleFinding", (t) =>
  t.field({
    type: FindingSettlement,
    nullable: true,
    description:
      "核实一个疑点：先记入账本，再改变状态；每个疑点只核实一次，未经第二人确认的任职须由两个部门的审计员分别核实",
    ...conditional("L3"),
    args: {
      id: t.arg.id({ required: true, description: "疑点编号" }),
      conclusion: t.arg({ type: FindingConclusion, required: true, description: "结论" }),
      note: t.arg.string({ required: true, description: "核实说明，1 至 2000 字" }),
    },
    resolve: async (_, { id, conclusion, note }, context) => {
      const auditor = auditorOf(context);
      const { officer, app, department } = auditor;
      const decision = { id, state: conclusion, by: officer, app, department, note: noteOf(note) };
      const settlement = await context.database.settle({ ...decision, divisions: divisionsOf(auditor) });
      if (settlement === "SETTLED") return decision;
      if (settlement === "FIRST_HAND") return { ...decision, state: "open" as const };
      throw refusalOf(settlement);
    },
  }),
);
