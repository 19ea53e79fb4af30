/** Every error code of the house with its status and words: one file by design, of which rooms take slices. */
import { say, type Filling, type Holes, type Words } from "./words.ts";

/**
 * An error code's row: the HTTP status when the whole request is refused, null inside an answer and at a start; the English
 * message; the Chinese one, with the same holes. "well-formed": the status is for application/graphql-response+json, and
 * application/json keeps 200, as GraphQL over HTTP wants it. "guess": a department refuses a secret that its caller presented;
 * the error says `guess: true` in its extensions, and the gateway counts it against guessing, whatever its code.
 */
export type ErrorRow = readonly [status: number | null, en: string, zh: string, kind?: "well-formed" | "guess"];

/** The codes that one room may raise. */
export type ErrorSlice = Readonly<Record<string, ErrorRow>>;

const fieldDenied = [
  null,
  "{coordinate} is not shared with you: {reason}.",
  "字段 {coordinate} 未向您共享：{reason}。",
] as const;

/** Raised by the gateway. */
export const gatewayErrors = {
  // The request as it arrives
  HUB_OPERATION_UNKNOWN: [
    404,
    "The app has no registered operation in force with this id.",
    "应用没有此标识的可用登记操作。",
  ],
  HUB_OPERATION_REQUIRED: [
    403,
    "A grant of the app demands registered operations: ask by documentId.",
    "应用的授权要求只用登记操作，请以 documentId 查询。",
  ],
  HUB_OPERATION_CHANGED: [
    409,
    "The registered operation is no longer what was approved: {reason}. Register it anew.",
    "登记操作与批准时不一致：{reason}；请重新登记。",
  ],
  HUB_BODY_TOO_LARGE: [413, "The request body is larger than {limit} bytes.", "请求体超过 {limit} 字节的上限。"],
  HUB_BODY_ENCODING: [
    415,
    "The request body's content-encoding is not supported; expected gzip, deflate, br or none.",
    "不支持请求体的压缩方式；可用 gzip、deflate、br 或不压缩。",
  ],
  HUB_BODY_CORRUPT: [400, "The request body cannot be decompressed.", "请求体无法解压。"],
  HUB_BODY_INVALID: [
    400,
    "The request is not a GraphQL-over-HTTP request: {reason}.",
    "请求不符合 GraphQL over HTTP 规范：{reason}。",
  ],
  HUB_MEDIA_TYPE: [
    415,
    "The request's content-type is not supported; expected application/json.",
    "不支持请求的内容类型；应为 application/json。",
  ],
  HUB_RESERVED_NAME: [
    400,
    'The name "{name}" is reserved: it cannot name an alias, a variable or a key.',
    "名称“{name}”为保留字，不能用作别名、变量名或键名。",
  ],
  HUB_INVALID_VARIABLE: [400, "{reason}", "变量无效：{reason}", "well-formed"],
  HUB_NUMBER_OUT_OF_RANGE: [
    400,
    "A number is out of range: a whole one has 64 bits at most, any other is a finite double.",
    "数值超出范围：整数不超过 64 位，其他数须为有限的双精度数。",
  ],
  // Limits
  HUB_BATCH_TOO_LARGE: [
    400,
    "The batch holds {actual} operations; at most {limit} are allowed.",
    "批量请求含 {actual} 个操作，上限为 {limit} 个。",
  ],
  HUB_QUERY_TOO_LONG: [
    400,
    "The document has {actual} characters; at most {limit} are allowed.",
    "文档长 {actual} 个字符，上限为 {limit} 个。",
  ],
  HUB_TOO_MANY_TOKENS: [400, "The operation has more than {limit} tokens.", "操作的词元数超过上限 {limit}。"],
  HUB_QUERY_TOO_DEEP: [400, "The operation is nested more than {limit} levels deep.", "操作嵌套超过 {limit} 层。"],
  HUB_TOO_MANY_ALIASES: [
    400,
    "The operation uses {actual} aliases; at most {limit} are allowed.",
    "操作使用了 {actual} 个别名，上限为 {limit} 个。",
  ],
  HUB_TOO_MANY_SELECTIONS: [
    400,
    "The operation selects {actual} fields once its fragments are written out; at most {limit} are allowed.",
    "操作展开片段后选取 {actual} 个字段，上限为 {limit} 个。",
  ],
  HUB_COST_EXCEEDED: [
    400,
    "The request could return {actual} objects, each worked-out value counting as 1,000; at most {limit} are allowed. Ask for smaller pages.",
    "请求可能返回 {actual} 个对象（每个推算结果计 1,000 个），上限为 {limit} 个；请减小分页大小。",
  ],
  HUB_PAGE_SIZE: [
    400,
    'Argument "{argument}" of {coordinate} must be between 0 and {limit}, got {actual}.',
    "{coordinate} 的参数“{argument}”应在 0 至 {limit} 之间，实际为 {actual}。",
  ],
  HUB_SUBSCRIPTION_UNSUPPORTED: [
    400,
    "Subscriptions are answered as text/event-stream, by a hub that has events.",
    "订阅以 text/event-stream 应答，且平台须有事件。",
  ],
  HUB_SUBSCRIPTION_INVALID: [400, "This is no subscription to an event: {reason}.", "不是对事件的订阅：{reason}。"],
  HUB_EVENTS_GONE: [
    410,
    "Events after {last} are not all kept any more: subscribe without Last-Event-ID, and ask for what there is.",
    "{last} 之后的事件已不全部保留：请不带 Last-Event-ID 重新订阅，并查询现状。",
  ],
  HUB_TOO_MANY_STREAMS: [429, "{limit} streams are open, as many as may be.", "已打开 {limit} 个事件流，达到上限。"],
  HUB_EXPORT_INVALID: [400, "This cannot be exported: {reason}.", "不能导出：{reason}。"],
  HUB_EXPORT_NOT_GRANTED: [
    403,
    'For purpose "{purpose}" this is not granted as batch exchange or files: {coordinates}. Apply for it with the sharing method BATCH or FILE{apply}.',
    "用途“{purpose}”下，以下字段未以批量交换或文件下载方式共享：{coordinates}。请以共享方式“批量交换”或“文件下载”提出申请{apply}。",
  ],
  HUB_EXPORT_CHANGED: [
    409,
    "What is masked has changed since the export began, so that its columns are others: begin anew.",
    "导出开始以来脱敏的字段已有变化，各列与前不同，请重新导出。",
  ],
  HUB_TOO_MANY_EXPORTS: [
    429,
    "{limit} exports are under way, as many as may be.",
    "正在进行的导出已达 {limit} 个的上限。",
  ],
  HUB_STREAMING_UNSUPPORTED: [
    400,
    "Deferred and streamed selections are not supported.",
    "不支持 @defer、@stream 等分段返回。",
    "well-formed",
  ],
  HUB_ANSWER_TOO_LARGE: [
    400,
    "The answer has more than {limit} {unit}; ask for less.",
    "应答超过 {limit} {unit}的上限，请缩小查询范围。",
    "well-formed",
  ],
  // The caller and its grant
  HUB_UNAUTHENTICATED: [401, "No valid credentials: {reason}.", "未通过身份认证：{reason}。"],
  HUB_PURPOSE_REQUIRED: [
    403,
    "State a purpose in the x-purpose header; yours are: {purposes}.",
    "请在 x-purpose 请求头中说明用途；可用的用途：{purposes}。",
  ],
  HUB_CASE_INVALID: [
    400,
    "The x-case header is no case number: letters, digits and signs of official numbers, at most 64, percent-encoded where they are not ASCII, and never a citizen's or a telephone's number.",
    "x-case 请求头不是办件编号：限字母、数字与公文编号符号，至多 64 个字符，非 ASCII 字符以百分号编码，且不得含公民身份号码、手机号码。",
  ],
  HUB_FOREIGN_PAGE: [
    403,
    "Agents are answered under the hub's own address only, and not from the pages of others.",
    "智能体只能经本平台自身的地址接入，不接受来自其他网页的请求。",
  ],
  HUB_TOOL_UNKNOWN: [
    null,
    "There is no such tool for this caller and purpose; tools/list names those that there are.",
    "该调用方在此用途下没有这一工具；可用的工具见 tools/list。",
  ],
  HUB_HEADER_INVALID: [400, "The header {header} is one of: {expected}.", "请求头 {header} 应为以下之一：{expected}。"],
  HUB_OFFICER_INACTIVE: [
    403,
    "The register of parties has no such app and officer in office in this department.",
    "各方登记中，该部门没有这一应用与在岗的这一经办人。",
  ],
  HUB_NO_GRANT: [403, 'No grant in force for purpose "{purpose}".', "用途“{purpose}”没有有效的共享授权。"],
  HUB_FIELD_DENIED: fieldDenied,
  HUB_QUOTA_EXCEEDED: [429, "The grant's quota is used up until {until}.", "共享授权的配额已用完，{until} 后恢复。"],
  HUB_RATE_LIMITED: [
    429,
    "Too many requests of this app; try again in {seconds} s.",
    "该应用请求过于频繁，请在 {seconds} 秒后重试。",
  ],
  HUB_GUESSING: [
    429,
    "This caller's requests look like guessing; they are refused for {seconds} s and were reported.",
    "该调用方的请求疑似试探，{seconds} 秒内不予受理，并已上报。",
  ],
  HUB_LIMITS_UNAVAILABLE: [
    503,
    "Quotas cannot be checked at present, so nothing was disclosed.",
    "暂时无法核对配额，本次不提供数据。",
  ],
  // Departments behind the hub
  HUB_SUBGRAPH_UNAVAILABLE: [null, 'Subgraph "{subgraph}" is unavailable.', "子图“{subgraph}”暂不可用。"],
  HUB_SUBGRAPH_UNTRUSTED: [
    null,
    'The hub and subgraph "{subgraph}" do not accept each other\'s certificates.',
    "枢纽与子图“{subgraph}”互不认可对方的证书。",
  ],
  HUB_SUBGRAPH_TIMEOUT: [
    null,
    'Subgraph "{subgraph}" did not answer within {milliseconds} ms.',
    "子图“{subgraph}”在 {milliseconds} 毫秒内未应答。",
  ],
  HUB_SUBGRAPH_INVALID_ANSWER: [
    null,
    'Subgraph "{subgraph}" gave an invalid answer: {reason}.',
    "子图“{subgraph}”的应答无效：{reason}。",
  ],
  HUB_SEAL_KEY: [
    null,
    'Subgraph "{subgraph}" does not accept the seal of a fetch: its key and the hub\'s do not belong together.',
    "子图“{subgraph}”不接受枢纽的封签：双方密钥不一致。",
  ],
  HUB_SEAL_CLOCK: [
    null,
    'The clocks of the hub and of subgraph "{subgraph}" differ too much.',
    "枢纽与子图“{subgraph}”的时钟相差过大。",
  ],
  HUB_SEAL_REPLAYED: [
    null,
    'Subgraph "{subgraph}" refused a fetch that it had answered before.',
    "子图“{subgraph}”拒绝了重复的请求。",
  ],
  HUB_ANSWER_UNSEALED: [
    null,
    'The answer of subgraph "{subgraph}" does not carry the seal of this fetch, so it is not used.',
    "子图“{subgraph}”的应答没有本次请求的封签，不予采用。",
  ],
  HUB_SUBGRAPH_FAILED: [
    null,
    'Subgraph "{subgraph}" failed to resolve this field.',
    "子图“{subgraph}”处理该字段时出错。",
  ],
  HUB_VALUE_INVALID: [null, "{reason}", "部门提供的值无效：{reason}"],
  HUB_ERRORS_DROPPED: [null, "{count} further errors are not shown.", "另有 {count} 条错误未列出。"],
  // The hub itself
  HUB_PLANNING_FAILED: [
    500,
    "This operation cannot be planned. Ask for its parts one by one.",
    "无法为该操作生成查询计划，请拆分后分别查询。",
  ],
  HUB_LEDGER_UNAVAILABLE: [
    503,
    "The disclosure could not be recorded, so nothing was disclosed.",
    "数据提供记录未能落账，本次不提供数据。",
  ],
  HUB_AUDITOR_REQUIRED: [
    403,
    "The log's files are handed out whole, to an auditor in person whose grant reaches all of it: {reason}.",
    "账本文件整份提供，只提供给授权及于全部账本的审计员本人：{reason}。",
  ],
  HUB_EXPORT_REFUSED: [400, "The export cannot be made: {reason}.", "无法导出：{reason}。"],
  HUB_RECEIPT_UNKNOWN: [
    404,
    "There is no such receipt of yours, or no signed checkpoint contains it yet.",
    "没有属于您的这一回执，或尚无已签名的检查点包含它。",
  ],
  HUB_NOT_READY: [503, "The hub is starting or stopping.", "枢纽正在启动或停止。"],
  HUB_INTERNAL: [
    500,
    "The hub failed to answer; quote the answer's traceparent header when reporting this.",
    "枢纽内部错误；反馈时请提供应答头 traceparent。",
  ],
} as const satisfies ErrorSlice;

/** Raised by every department's subgraph: its guard and the checks of its arguments, which never repeat a wrong value. */
export const departmentErrors = {
  HUB_ENVELOPE_REFUSED: [401, "{reason}", "信封未获接受：{reason}"],
  HUB_SEAL_KEY: [401, "The fetch has no seal of the hub for this department", "请求没有枢纽对本部门的封签"],
  HUB_SEAL_CLOCK: [401, "The fetch was sealed too long before or after this clock", "封签时间与本部门时钟相差过大"],
  HUB_SEAL_REPLAYED: [401, "The fetch was answered before", "该请求已应答过"],
  HUB_FIELD_DENIED: fieldDenied,
  HUB_INVALID_CITIZEN_NUMBER: [
    null,
    "CitizenNumber: expected 18 characters with a valid birth date and check digit",
    "公民身份号码：应为 18 位，含有效的出生日期和校验码",
  ],
  HUB_INVALID_CREDIT_CODE: [
    null,
    "CreditCode: expected 18 characters with a valid check character",
    "统一社会信用代码：应为 18 位，含有效的校验码",
  ],
  HUB_INVALID_DIVISION_CODE: [
    null,
    "DivisionCode: expected 2, 4, 6, 9 or 12 digits, or 15 of a grid",
    "区划代码：应为 2、4、6、9 或 12 位数字，网格为 15 位",
  ],
  HUB_UNKNOWN_DIVISION: [null, "There is no division with code {code}", "没有代码为 {code} 的区划"],
  HUB_INVALID_MONTH: [null, "YearMonth: expected a month as YYYY-MM", "年月：应为 YYYY-MM 格式"],
  HUB_INVALID_AMOUNT: [null, "Fen: expected a whole number of fen", "金额：应为以分为单位的整数"],
  HUB_PAGE_SIZE: [null, "{reason}", "分页有误：{reason}"],
  HUB_TOO_MUCH_WORK: [
    null,
    "One fetch may have at most {limit} values worked out; ask for smaller pages",
    "一次请求至多推算 {limit} 个结果，请减小分页大小",
  ],
  HUB_INVALID_CURSOR: [null, "This cursor does not belong to {list}", "该游标不属于{list}"],
  HUB_AUTHORIZATION_REQUIRED: [
    null,
    "No case has a written authorization or approval of this number",
    "没有此编号的书面授权或者审批记录",
    "guess",
  ],
  HUB_AUTHORIZATION_REPEATED: [
    null,
    "One request may present one written authorization or approval",
    "一次请求只能出示一份书面授权或者审批",
    "guess",
  ],
  HUB_AUTHORIZATION_INSUFFICIENT: [
    null,
    "The written authorization or approval does not open this check: {reason}",
    "书面授权或者审批不足以进行本项核查：{reason}",
  ],
  HUB_SOURCE_UNAVAILABLE: [
    null,
    "The source {source} does not answer now; others' answers stand",
    "来源 {source} 暂时无法应答，其他部门的应答不受影响",
  ],
  HUB_SOURCE_DRIFT: [
    null,
    "The source {source} gave a value of {coordinate} that its description does not know",
    "来源 {source} 的 {coordinate} 出现说明之外的取值",
  ],
} as const satisfies ErrorSlice;

/** Raised by the civil affairs department. */
export const civilAffairsErrors = {
  HUB_STANDARD_MISSING: [
    null,
    "No {kind} subsistence standard is set for division {division}",
    "区划 {division} 未制定{kind}低保标准",
  ],
} as const satisfies ErrorSlice;

/** Raised by the department of enterprises. */
export const enterpriseErrors = {
  HUB_POLICY_INTENT_REFUSED: [null, "{reason}", "{reason}"],
  HUB_POLICY_INVALID: [null, "Policy {policy}: {path}: {problem}", "政策 {policy} 的定义有误：{path}"],
} as const satisfies ErrorSlice;

/** Raised by the workflow of sharing. */
export const sharingErrors = {
  HUB_OFFICER_UNKNOWN: [
    null,
    "This step needs an officer whom the register of parties knows",
    "办理此步骤须为参与方名册中的经办人",
  ],
  HUB_STEP_REFUSED: [null, "{action}: {reason}", "{action}：{reason}"],
  HUB_CONFLICT: [
    null,
    "Others are changing the same matter; read it again and retry",
    "该事项正由他人办理，请重新读取后再试",
  ],
  HUB_NOT_FOUND: [null, "There is no such {what}", "没有这样的{what}"],
  HUB_APPLICATION_INVALID: [null, "{reason}", "填报有误：{reason}"],
  HUB_UNKNOWN_COORDINATE: [null, "Not in the catalogue: {coordinates}", "目录中没有：{coordinates}"],
  HUB_NOT_SHARED: [null, "Not shared: {coordinates}", "不予共享：{coordinates}"],
  HUB_CATALOGUE_REFUSED: [null, "{reason}", "目录未予发布：{reason}"],
  HUB_EVENT_NOT_RECORDED: [null, "The step could not be recorded, so it was not taken", "该步骤未能落账，因此未办理"],
} as const satisfies ErrorSlice;

/** Raised by the reading of the ledger. */
export const auditErrors = {
  HUB_SUBJECT_REQUIRED: [
    null,
    "Only a person can ask who saw their data: the token names no subject",
    "只有本人可以查询谁看过自己的数据：令牌未载明本人",
  ],
  HUB_SUBJECT_AMBIGUOUS: [
    null,
    "Name one subject: by citizenNumber, person or enterprise",
    "只能指定一个对象：公民身份号码、人员或企业三者之一",
  ],
  HUB_PERIOD_INVALID: [
    null,
    "Expected a period of 1 to {most} days, got {days}",
    "期间应为 1 至 {most} 天，实际为 {days} 天",
  ],
  HUB_TOTALS_TOO_MANY: [
    null,
    "The period has more than can be summed up in ten seconds: ask for a shorter one",
    "该期间的数据过多，十秒之内无法汇总，请缩短期间",
  ],
  HUB_FINDING_NOT_OPEN: [null, "There is no open finding with this id", "没有此编号的待处置疑点"],
  HUB_FINDING_OWN: [
    null,
    "Nobody settles a finding about themself, their own app or their department: another auditor has to",
    "不得处置涉及本人、所用应用或本部门的疑点，须由其他审计人员处置",
  ],
  HUB_FINDING_SAME_HAND: [
    null,
    "Auditors of two departments settle this finding, each for themself: yours has come to this conclusion already",
    "该疑点须由两个部门的审计员分别核实，本部门已作出该结论",
  ],
  HUB_AUDITOR_IN_PERSON: [
    null,
    "Audit questions are answered to an auditor in person: an officer whom the register of parties has in office as an auditor",
    "审计查询只答复审计员本人：各方登记中在岗、具有审计员角色的经办人",
  ],
  HUB_NOTE_PERSONAL: [
    null,
    "note: expected no citizen number: the note is recorded for good",
    "说明：不得载明公民身份号码，说明将永久入账",
  ],
  HUB_SUBJECT_INVALID: [
    null,
    "person: expected a pseudonym (Person.id, 22 characters); a citizen number is given by citizenNumber",
    "人员：应为化名（Person.id，22 个字符）；公民身份号码请以 citizenNumber 给出",
  ],
  HUB_NOTE_REQUIRED: [
    null,
    "note: expected 1 to {most} characters, got {length}",
    "说明：应为 1 至 {most} 个字符，实际为 {length} 个",
  ],
} as const satisfies ErrorSlice;

/** Told in general to whoever starts a process whose settings or files cannot be used; the error itself names the place. */
const startErrors = {
  HUB_CATALOGUE_INVALID: [null, "The catalogue cannot be used", "目录无法使用"],
  HUB_OVERLAY_INVALID: [null, "The overlay cannot be used", "目录补充文件无法使用"],
  HUB_GRANTS_INVALID: [null, "The grants cannot be put in force", "授权无法生效"],
  HUB_GOVERNANCE_INVALID: [null, "Governance is configured in part only", "治理配置不完整"],
  HUB_KEYS_INVALID: [null, "The token issuer's keys cannot be used", "令牌签发方的公钥无法使用"],
  HUB_SIGNING_KEY_EXPOSED: [null, "The private key cannot be trusted", "私钥已不可信"],
  HUB_SIGNING_KEY_INVALID: [
    null,
    "The private key is none, or of a kind that is not accepted",
    "私钥无效，或其种类不被接受",
  ],
  HUB_APP_KEYS_INVALID: [null, "The app's keys cannot be used", "应用公钥无法使用"],
  HUB_PROVIDER_INVALID: [null, "The settings of the OpenID provider cannot be used", "统一身份认证的配置无法使用"],
  HUB_SEAL_KEYS_INVALID: [null, "The keys of seals cannot be used", "封签密钥无法使用"],
  HUB_LOCAL_ISSUER_REFUSED: [null, "There is no local token issuer here", "此处不提供本地令牌签发"],
  HUB_IDENTITIES_INVALID: [null, "The demo identities cannot be used", "演示身份无法使用"],
  HUB_UNKNOWN_IDENTITY: [null, "There is no such demo identity", "没有这样的演示身份"],
  HUB_LEDGER_INVALID: [null, "The ledger is configured in part only", "账本配置不完整"],
  HUB_MANIFEST_INVALID: [null, "The manifest of operations cannot be used", "操作清单无法使用"],
  HUB_SOURCE_INVALID: [null, "The description of a source cannot be used", "来源说明无法使用"],
  HUB_LIMITS_INVALID: [null, "These time limits may not be set", "不得如此设定办理时限"],
} as const satisfies ErrorSlice;

/** Every code with its text, by the room that raises it. A code that two rooms raise may say it in each one's words. */
export const errorSlices = {
  gateway: gatewayErrors,
  departments: departmentErrors,
  "civil-affairs": civilAffairsErrors,
  enterprise: enterpriseErrors,
  sharing: sharingErrors,
  audit: auditErrors,
  start: startErrors,
} as const satisfies Readonly<Record<string, ErrorSlice>>;

/** Holes that take a phrase, so that no English stands in a Chinese sentence. */
type PhraseHole = "reason" | "unit" | "what" | "kind" | "list";

/** The fillings of a code's holes, by name. */
export type ErrorFillings<Row extends ErrorRow> = {
  readonly [Name in Holes<Row[1]>]: Name extends PhraseHole ? Words : Exclude<Filling, null>;
};

/** An error's text in both languages. */
export function errorWords<Row extends ErrorRow>([, en, zh]: Row, fillings: ErrorFillings<Row>): Words {
  return say({ en, zh }, fillings);
}
