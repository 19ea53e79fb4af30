import type { LoggedDisclosure } from "../../../ledger/query/find-disclosures.ts";
import { EXACT_COLUMNS } from "../../../ledger/record-fields.ts";
import { readReceipts } from "../../../ledger/store/read-receipt.ts";
import { canonicalText, type Json } from "../../../ledger/canonical-form.ts";
import { partOf } from "../../kit/dataset.ts";
import { conditional } from "../../kit/item.ts";
import { oneLoader } from "../../kit/rows/loaders.ts";
import { audited, builder, personal, type Context } from "../builder.ts";
import { DisclosureDecision, DisclosureKind } from "../enums.ts";
import {
  DerivedDisclosure,
  DisclosedArgument,
  DisclosedCoordinate,
  DisclosureChange,
  DisclosureSubject,
} from "./disclosure-parts.ts";

/** RFC 6962 hash of the leaf, as receipts and proofs know it (base64). */
export async function leafHashOf({ record }: LoggedDisclosure, { database }: Context): Promise<string> {
  const hasher = await database.hasher();
  return hasher.leaf(Buffer.from(canonicalText(record as unknown as Json))).toString("base64");
}

/** The receipts of a page, read together. */
const receipts = oneLoader(
  async (indexes: number[], { database }: Context) => [
    ...(await readReceipts(database.reader, await database.hasher(), indexes)),
  ],
  ([index]) => index,
);

/** The columns that are searched by their exact value, save the decision, which is an enum. */
const TEXT_COLUMNS = EXACT_COLUMNS.flatMap((column) => (column.name === "decision" ? [] : [column]));

/** A record of the ledger as an auditor reads it. Its number of subjects is told to any auditor, who they are is not. */
export const Disclosure = builder.objectRef<LoggedDisclosure>("Disclosure").implement({
  ...partOf("数据提供审计", "REAL_TIME"),
  description: "账本中的一条记录",
  fields: (t) => ({
    index: t.id({ description: "序号，自 0 起连续", ...audited, resolve: ({ index }) => String(index) }),
    time: t.field({
      type: "DateTime",
      description: "给出的时间",
      ...audited,
      resolve: ({ record }) => new Date(record.time),
    }),
    kind: t.field({ type: DisclosureKind, description: "类别", ...audited, resolve: ({ record }) => record.kind }),
    traceId: t.string({ description: "追踪编号", ...audited, resolve: ({ record }) => record.traceId }),
    // Under the name and the words that the filter has for them: filtering by a field tells it.
    ...Object.fromEntries(
      TEXT_COLUMNS.map(({ name, exact: description }) => {
        const given = name === "officer" ? personal : audited;
        return [name, t.string({ description, ...given, resolve: ({ record }) => record[name] ?? null })];
      }),
    ),
    grantHash: t.string({ description: "授权摘要", ...audited, resolve: ({ record }) => record.grantHash }),
    policyVersion: t.string({ description: "目录版本", ...audited, resolve: ({ record }) => record.policyVersion }),
    operationHash: t.string({ description: "操作摘要", ...audited, resolve: ({ record }) => record.operationHash }),
    coordinates: t.field({
      type: [DisclosedCoordinate],
      description: "实际取得或被拒绝的字段",
      ...audited,
      resolve: ({ record }) => record.coordinates,
    }),
    derived: t.field({
      type: [DerivedDisclosure],
      description: "部门计算时取得的输入",
      ...audited,
      resolve: ({ record }) => record.derived,
    }),
    arguments: t.field({
      type: [DisclosedArgument],
      description: "参数承诺",
      ...audited,
      resolve: ({ record }) => record.argumentCommitments,
    }),
    divisions: t.stringList({
      description: "涉及的区划代码前缀",
      ...audited,
      resolve: ({ record }) => [...record.divisions],
    }),
    subjectCount: t.int({ description: "涉及的人和企业数", ...audited, resolve: ({ record }) => record.subjectCount }),
    subjects: t.field({
      type: [DisclosureSubject],
      description: "涉及的人和企业；超过 100 个时记录只含数目与承诺",
      ...personal,
      resolve: ({ record }) => record.subjects,
    }),
    decision: t.field({
      type: DisclosureDecision,
      description: "处理",
      ...audited,
      resolve: ({ record }) => record.decision,
    }),
    rowCount: t.int({ description: "行数", ...audited, resolve: ({ record }) => record.rowCount }),
    latencyMs: t.float({ description: "用时（毫秒）", ...audited, resolve: ({ record }) => record.latencyMs }),
    change: t.field({
      type: DisclosureChange,
      description: "事件的变更内容",
      ...audited,
      resolve: ({ record }) => record.change,
    }),
    covert: t.string({
      description: "所属依法暂缓告知的核查的编号；解除前不告知当事人",
      nullable: true,
      ...conditional("L4"),
      resolve: ({ record }) => record.covert,
    }),
    leafHash: t.string({
      description: "叶散列（RFC 6962，base64）",
      ...audited,
      resolve: (disclosure, _, context) => leafHashOf(disclosure, context),
    }),
    receipt: t.string({
      description: "回执（tlog-proof 文本，内含记录全文），可离线核验；刚写入、尚未并入检查点时为空",
      ...personal,
      resolve: async ({ index }, _, context) => (await receipts(context).load(index))?.[1] ?? null,
    }),
  }),
});
