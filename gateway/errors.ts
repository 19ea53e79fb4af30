import { GraphQLError, type GraphQLErrorOptions } from "graphql";

/** Who is told what: `status` is the HTTP status when the whole request is refused, null for errors inside an answer. */
interface ErrorEntry {
  readonly status: number | null;
  /** The status is for application/graphql-response+json; application/json keeps 200, as GraphQL over HTTP wants it. */
  readonly wellFormed?: true;
  readonly en: string;
  readonly zh: string;
}

const registry = {
  // The request as it arrives
  HUB_BODY_TOO_LARGE: {
    status: 413,
    en: "The request body is larger than {limit} bytes.",
    zh: "请求体超过 {limit} 字节的上限。",
  },
  HUB_BODY_ENCODING: {
    status: 415,
    en: "The request body's content-encoding is not supported; expected gzip, deflate, br or none.",
    zh: "不支持请求体的压缩方式；可用 gzip、deflate、br 或不压缩。",
  },
  HUB_BODY_CORRUPT: {
    status: 400,
    en: "The request body cannot be decompressed.",
    zh: "请求体无法解压。",
  },
  HUB_BODY_INVALID: {
    status: 400,
    en: "The request is not a GraphQL-over-HTTP request: {reason}.",
    zh: "请求不符合 GraphQL over HTTP 规范：{reason}。",
  },
  HUB_MEDIA_TYPE: {
    status: 415,
    en: "The request's content-type is not supported; expected application/json.",
    zh: "不支持请求的内容类型；应为 application/json。",
  },
  HUB_RESERVED_NAME: {
    status: 400,
    en: 'The name "{name}" is reserved: it cannot name an alias, a variable or a key.',
    zh: "名称“{name}”为保留字，不能用作别名、变量名或键名。",
  },
  HUB_INVALID_VARIABLE: {
    status: 400,
    wellFormed: true,
    en: "{reason}",
    zh: "变量无效：{reason}",
  },
  // Limits
  HUB_BATCH_TOO_LARGE: {
    status: 400,
    en: "The batch holds {actual} operations; at most {limit} are allowed.",
    zh: "批量请求含 {actual} 个操作，上限为 {limit} 个。",
  },
  HUB_QUERY_TOO_LONG: {
    status: 400,
    en: "The document has {actual} characters; at most {limit} are allowed.",
    zh: "文档长 {actual} 个字符，上限为 {limit} 个。",
  },
  HUB_TOO_MANY_TOKENS: {
    status: 400,
    en: "The operation has more than {limit} tokens.",
    zh: "操作的词元数超过上限 {limit}。",
  },
  HUB_QUERY_TOO_DEEP: {
    status: 400,
    en: "The operation is nested more than {limit} levels deep.",
    zh: "操作嵌套超过 {limit} 层。",
  },
  HUB_TOO_MANY_ALIASES: {
    status: 400,
    en: "The operation uses {actual} aliases; at most {limit} are allowed.",
    zh: "操作使用了 {actual} 个别名，上限为 {limit} 个。",
  },
  HUB_COST_EXCEEDED: {
    status: 400,
    en: "The operation could return {actual} objects; at most {limit} are allowed. Ask for smaller pages.",
    zh: "操作可能返回 {actual} 个对象，上限为 {limit} 个；请减小分页大小。",
  },
  HUB_PAGE_SIZE: {
    status: 400,
    en: 'Argument "{argument}" of {coordinate} must be between 0 and {limit}, got {actual}.',
    zh: "{coordinate} 的参数“{argument}”应在 0 至 {limit} 之间，实际为 {actual}。",
  },
  HUB_SUBSCRIPTION_UNSUPPORTED: {
    status: 400,
    en: "Subscriptions are not supported.",
    zh: "不支持订阅操作。",
  },
  HUB_STREAMING_UNSUPPORTED: {
    status: 400,
    wellFormed: true,
    en: "Deferred and streamed selections are not supported.",
    zh: "不支持 @defer、@stream 等分段返回。",
  },
  HUB_ANSWER_TOO_LARGE: {
    status: 400,
    wellFormed: true,
    en: "The answer has more than {limit} {unit}; ask for less.",
    zh: "应答超过 {limit} {unit} 的上限，请缩小查询范围。",
  },
  // The caller and its grant
  HUB_UNAUTHENTICATED: {
    status: 401,
    en: "No valid credentials: {reason}.",
    zh: "未通过身份认证：{reason}。",
  },
  HUB_PURPOSE_REQUIRED: {
    status: 403,
    en: "State a purpose in the x-purpose header; yours are: {purposes}.",
    zh: "请在 x-purpose 请求头中说明用途；可用的用途：{purposes}。",
  },
  HUB_NO_GRANT: {
    status: 403,
    en: 'No grant in force for purpose "{purpose}".',
    zh: "用途“{purpose}”没有有效的共享授权。",
  },
  HUB_FIELD_DENIED: {
    status: null,
    en: "{coordinate} is not shared with you: {reason}.",
    zh: "字段 {coordinate} 未向您共享：{reason}。",
  },
  HUB_QUOTA_EXCEEDED: {
    status: 429,
    en: "The grant's quota is used up until {until}.",
    zh: "共享授权的配额已用完，{until} 后恢复。",
  },
  HUB_RATE_LIMITED: {
    status: 429,
    en: "Too many requests of this app; try again in {seconds} s.",
    zh: "该应用请求过于频繁，请在 {seconds} 秒后重试。",
  },
  HUB_GUESSING: {
    status: 429,
    en: "This caller's requests look like guessing; they are refused for {seconds} s and were reported.",
    zh: "该调用方的请求疑似试探，{seconds} 秒内不予受理，并已上报。",
  },
  HUB_LIMITS_UNAVAILABLE: {
    status: 503,
    en: "Quotas cannot be checked at present, so nothing was disclosed.",
    zh: "暂时无法核对配额，本次不提供数据。",
  },
  // Departments behind the hub
  HUB_SUBGRAPH_UNAVAILABLE: {
    status: null,
    en: 'Subgraph "{subgraph}" is unavailable.',
    zh: "子图“{subgraph}”暂不可用。",
  },
  HUB_SUBGRAPH_TIMEOUT: {
    status: null,
    en: 'Subgraph "{subgraph}" did not answer within {milliseconds} ms.',
    zh: "子图“{subgraph}”在 {milliseconds} 毫秒内未应答。",
  },
  HUB_SUBGRAPH_INVALID_ANSWER: {
    status: null,
    en: 'Subgraph "{subgraph}" gave an invalid answer: {reason}.',
    zh: "子图“{subgraph}”的应答无效：{reason}。",
  },
  HUB_SUBGRAPH_FAILED: {
    status: null,
    en: 'Subgraph "{subgraph}" failed to resolve this field.',
    zh: "子图“{subgraph}”处理该字段时出错。",
  },
  HUB_VALUE_INVALID: {
    status: null,
    en: "{reason}",
    zh: "部门提供的值无效：{reason}",
  },
  HUB_ERRORS_DROPPED: {
    status: null,
    en: "{count} further errors are not shown.",
    zh: "另有 {count} 条错误未列出。",
  },
  // The hub itself
  HUB_PLANNING_FAILED: {
    status: 500,
    en: "This operation cannot be planned. Ask for its parts one by one.",
    zh: "无法为该操作生成查询计划，请拆分后分别查询。",
  },
  HUB_LEDGER_UNAVAILABLE: {
    status: 503,
    en: "The disclosure could not be recorded, so nothing was disclosed.",
    zh: "披露记录未能落账，本次不提供数据。",
  },
  HUB_NOT_READY: {
    status: 503,
    en: "The hub is starting or stopping.",
    zh: "枢纽正在启动或停止。",
  },
  HUB_INTERNAL: {
    status: 500,
    en: "The hub failed to answer; quote the answer's traceparent header when reporting this.",
    zh: "枢纽内部错误；反馈时请提供应答头 traceparent。",
  },
} as const satisfies Record<string, ErrorEntry>;

/** Every error code that the hub itself answers with. */
export type HubErrorCode = keyof typeof registry;

type ParameterNames<Template extends string> = Template extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParameterNames<Rest>
  : never;

/** What a code's message templates need, by name. */
export type HubErrorParameters<Code extends HubErrorCode> = Readonly<
  Record<ParameterNames<(typeof registry)[Code]["en"]>, string | number>
>;

const fill = (template: string, parameters: Readonly<Record<string, string | number>>): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => String(parameters[name] ?? `{${name}}`));

/**
 * An error of the hub: `message` in English, `extensions.code`, `extensions.zh` with the Chinese text.
 * A code with an HTTP status sets it for the whole answer (`extensions.http` is for the server, it is not sent).
 */
export const hubError = <Code extends HubErrorCode>(
  code: Code,
  parameters: HubErrorParameters<Code>,
  options: GraphQLErrorOptions = {},
): GraphQLError => {
  const { status, wellFormed, en, zh }: ErrorEntry = registry[code];
  return new GraphQLError(fill(en, parameters), {
    ...options,
    extensions: {
      code,
      zh: fill(zh, parameters),
      ...options.extensions,
      ...(status === null ? {} : { http: { status, ...(wellFormed && { spec: true }) } }),
    },
  });
};

/** The registry for documentation and tests: code, HTTP status (null inside an answer) and both templates. */
export const hubErrors: Readonly<Record<HubErrorCode, ErrorEntry>> = registry;
