import { DENIAL_REASONS } from "../schema/denial.ts";
import { errorSlices, type ErrorRow } from "../schema/errors.ts";

const ROOMS: Readonly<Record<keyof typeof errorSlices, string>> = {
  gateway: "The gateway · 网关",
  departments: "Every department · 各部门",
  "civil-affairs": "Civil affairs · 民政",
  enterprise: "Enterprises · 涉企",
  sharing: "The workflow of sharing · 共享管理",
  audit: "The ledger's readers · 审计",
  start: "At a start, to whoever runs the process · 启动时，告知运维人员",
};

const cell = (text: string): string => text.replaceAll("|", "\\|");

function tableOf(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;
  return [line(headings), line(headings.map(() => "---")), ...rows.map(line)].join("\n");
}

function sectionOf(room: keyof typeof errorSlices): string {
  const rows = Object.entries<ErrorRow>(errorSlices[room]).map(([code, [status, en, zh]]) => [
    `\`${code}\``,
    status === null ? "" : String(status),
    en,
    zh,
  ]);
  return `### ${ROOMS[room]}\n\n${tableOf(["code", "HTTP", "English", "中文"], rows)}`;
}

/**
 * The document of every error code and every reason of a denial, in Markdown: `docs/errors.md`, which `npm run compose` writes
 * and `npm run check:schema` compares.
 */
export function describeErrors(): string {
  const rooms = Object.keys(errorSlices) as (keyof typeof errorSlices)[];
  const reasons = DENIAL_REASONS.map(({ reason, appliable, en, zh }) => [
    `\`${reason}\``,
    appliable ? "yes · 可" : "no · 否",
    en,
    zh,
  ]);
  return `# Errors · 错误代码

<!-- Written by npm run compose from schema/errors.ts and schema/denial.ts: change those. -->

Every error that the hub answers with has \`extensions.code\`, an English \`message\` and its Chinese text in \`extensions.zh\`.
An HTTP status is set when the whole request is refused. \`{…}\` stands for what a request fills in.

本平台应答的每个错误都带有 \`extensions.code\`、英文 \`message\` 和中文 \`extensions.zh\`。整个请求不予受理时另有 HTTP 状态码；\`{…}\` 处填入具体内容。

## Codes · 代码

${rooms.map(sectionOf).join("\n\n")}

## Reasons of \`HUB_FIELD_DENIED\` · 字段不予提供的原因

${tableOf(["reason", "apply · 申请", "English", "中文"], reasons)}
`;
}
