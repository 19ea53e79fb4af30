import { questionTitles, readOperations, type OperationTab } from "./operation-tab.ts";

/** Operations that belong together: the playground shows one set at a time, and the user's own tabs beside it. */
export interface TabSet {
  readonly title: string;
  /** A hint at its content. */
  readonly hint: string;
  readonly tabs: readonly OperationTab[];
}

const documents = import.meta.glob<string>("../../../schema/operations/**/*.graphql", {
  query: "?raw",
  import: "default",
  eager: true,
});
const variables = import.meta.glob<string>("../../../schema/operations/**/*.variables.json", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** The documents of one folder; their paths end in `FOLDER/NAME.graphql`. */
function filesOf(folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(documents).filter(([path]) => path.split("/").at(-2) === folder));
}

const questions = filesOf("operations");

/** One permission from the question to the revocation, step by step. */
const LIFE = new Map([
  ["needed-coordinates", "0 所需字段"],
  ["application-form", "1 预填"],
  ["submit-application", "2 提交"],
  ["consent", "3 本部门同意"],
  ["request-extension", "4 请求延期"],
  ["answer-extension", "5 同意延期"],
  ["decide-items", "6 逐项决定"],
  ["confirm-decision", "7 答复成授权"],
  ["activate-grant", "8 开通"],
  ["first-answer", "9 首次调用"],
  ["revoke-grant", "10 撤销"],
  ["lift-bar", "11 解除停供"],
  ["application-progress", "申请进度"],
]);

/** Operations that follow a permission when something is wrong: a value, a danger, a disagreement. */
const RECOURSE = new Map([
  ["seen-value", "所见数据"],
  ["file-correction", "纠错 1 提出"],
  ["answer-correction", "纠错 2 答复"],
  ["emergency-stop", "停用 1 停用"],
  ["lift-stop", "停用 2 解除"],
  ["disputed-grant", "争议 1 授权"],
  ["file-dispute", "争议 2 提出"],
  ["answer-dispute", "争议 3 协商"],
  ["escalate-dispute", "争议 4 提请"],
  ["coordinate-dispute", "争议 5 协调"],
  ["decide-dispute", "争议 6 决定"],
]);

/** The operations that an app asks by their ids, from their registration to their end. */
const REGISTRATION = new Map([
  ["operation-facts", "登记 1 所需"],
  ["register-operations", "登记 2 登记"],
  ["confirm-operations", "登记 3 确认"],
  ["retire-operation", "登记 4 停用"],
  ["registered-operations", "登记操作清单"],
]);

const AUDIT = new Map([
  ["disclosure-search", "数据提供记录检索"],
  ["disclosure-totals", "数据提供统计"],
  ["findings", "疑点"],
  ["settle-finding", "核实疑点"],
  ["sharing-record", "步骤记录"],
  ["sharing-statistics", "共享统计"],
  ["data-quality", "数据质量"],
  ["my-disclosures", "个人信息查询"],
]);

/** The operations of `schema/operations/`, taken in when the playground is built. The first set is what a newcomer sees. */
export const TAB_SETS: readonly [TabSet, ...TabSet[]] = [
  { title: "六问", hint: "六个跨部门问题", tabs: readOperations(questions, variables, questionTitles(questions)) },
  {
    title: "授权的一生",
    hint: "一件共享申请自预填、提交、同意、延期、决定、开通、首次调用到撤销与停供，逐页运行",
    tabs: readOperations(filesOf("sharing"), variables, LIFE),
  },
  {
    title: "纠错停用争议",
    hint: "数据有误、须立即停用、两部门意见不一时：校核纠错、紧急停用与解除、争议三层",
    tabs: readOperations(filesOf("recourse"), variables, RECOURSE),
  },
  {
    title: "登记操作",
    hint: "应用凭标识查询的操作：登记、另一人确认、最近使用、停用",
    tabs: readOperations(filesOf("registration"), variables, REGISTRATION),
  },
  {
    title: "审计与本人",
    hint: "审计员检索数据提供与步骤、看时限与数据质量，公民查谁看过自己的数据",
    tabs: readOperations(filesOf("audit"), variables, AUDIT),
  },
];
