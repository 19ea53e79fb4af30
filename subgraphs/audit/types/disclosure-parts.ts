import type { ArgumentCommitment, Change, CoordinateUse, DerivedUse, Subject } from "../../../ledger/record.ts";
import { partOf } from "../../kit/dataset.ts";
import { audited, builder, personal } from "../builder.ts";
import { CoordinateOutcome } from "../enums.ts";

export const DisclosedCoordinate = builder.objectRef<CoordinateUse>("DisclosedCoordinate").implement({
  ...partOf("数据提供审计", "REAL_TIME"),
  description: "一次请求中的一个字段坐标",
  fields: (t) => ({
    coordinate: t.exposeString("coordinate", { description: "字段坐标", ...audited }),
    outcome: t.expose("outcome", { type: CoordinateOutcome, description: "结果", ...audited }),
    rows: t.exposeInt("rows", { description: "行数", ...audited }),
    reason: t.string({ description: "拒绝原因", ...audited, resolve: ({ reason }) => reason ?? null }),
  }),
});

export const DerivedDisclosure = builder.objectRef<DerivedUse>("DerivedDisclosure").implement({
  ...partOf("数据提供审计", "REAL_TIME"),
  description: "部门计算派生字段时取得的输入：对该部门的数据提供",
  fields: (t) => ({
    coordinate: t.exposeString("coordinate", { description: "派生字段坐标", ...audited }),
    department: t.exposeString("department", { description: "取得输入的部门", ...audited }),
    inputs: t.stringList({ description: "输入的字段坐标", ...audited, resolve: ({ inputs }) => [...inputs] }),
  }),
});

export const DisclosedArgument = builder.objectRef<ArgumentCommitment>("DisclosedArgument").implement({
  ...partOf("数据提供审计", "REAL_TIME"),
  description: "请求参数的加盐承诺；凭回执中的盐可以核对原值",
  fields: (t) => ({
    argument: t.exposeString("argument", { description: "参数名", ...audited }),
    commitment: t.exposeString("commitment", { description: "承诺值", ...audited }),
  }),
});

export const DisclosureSubject = builder.objectRef<Subject>("DisclosureSubject").implement({
  ...partOf("数据提供审计", "REAL_TIME"),
  description: "数据被给出的人或企业，以化名表示",
  fields: (t) => ({
    type: t.exposeString("type", { description: "类型", ...personal }),
    pseudonym: t.exposeString("pseudonym", { description: "化名", ...personal }),
  }),
});

export const DisclosureChange = builder.objectRef<Change>("DisclosureChange").implement({
  ...partOf("数据提供审计", "REAL_TIME"),
  description: "事件记录的变更内容",
  fields: (t) => ({
    what: t.exposeString("what", { description: "变更对象", ...audited }),
    id: t.exposeString("id", { description: "对象编号", ...audited }),
    before: t.exposeString("before", { description: "变更前", ...audited }),
    after: t.exposeString("after", { description: "变更后", ...audited }),
  }),
});
