import { UNWRITTEN } from "../description/source-description.ts";
import {
  translationPart,
  type Profile,
  type Proposal,
  type ProposedEnum,
  type ProposedField,
  type ProposedType,
} from "./propose.ts";
import type { Part, SampledSource, Written } from "./sample.ts";

/** Words about a source that its system does not tell. */
export interface SourceWords {
  readonly source: string;
  readonly title: string;
  readonly owner: string;
  /** Variable of the environment with its place. */
  readonly place: string;
  /** Header that lets requests in, and the variable with its value. */
  readonly header?: { readonly name: string; readonly variable: string } | undefined;
}

/** A text as YAML reads it back: bare where that is sure, quoted otherwise. */
const scalar = (value: string | number | boolean): string => {
  if (typeof value !== "string") return String(value);
  const isBare =
    /^[\p{Script=Han}A-Za-z_/][\p{Script=Han}\w（）/.-]*$/u.test(value) &&
    !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(value);
  return isBare ? value : JSON.stringify(value);
};

const flow = (value: Written): string => {
  if (typeof value !== "object") return scalar(value);
  if (Array.isArray(value)) return `[${(value as readonly string[]).map((one) => JSON.stringify(one)).join(", ")}]`;
  const parts = Object.entries(value as Part).flatMap(([key, part]) =>
    part === undefined ? [] : [`${scalar(key)}: ${flow(part)}`],
  );
  return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
};

/** Chinese for what a column holds: the system's own words, its Chinese name, or that somebody has to write it. */
const titleOf = (name: string, title: string | undefined): string => {
  const words = title?.replaceAll(/\s+/g, " ").trim() ?? "";
  if (/\p{Script=Han}/u.test(words)) return words.slice(0, 60);
  return /\p{Script=Han}/u.test(name) ? name : `${UNWRITTEN}（${name}）`;
};

const valueName = (code: string, at: number): string => {
  const own = code.toUpperCase().replaceAll(/[^A-Z0-9]+/g, "_");
  return /^[A-Z][A-Z0-9_]{0,60}$/.test(own) ? own : `VALUE_${/^\d{1,10}$/.test(code) ? code : String(at + 1)}`;
};

const enumLines = ({ name, column, codes }: ProposedEnum): readonly string[] => {
  const names = codes.map(valueName);
  return [
    `  ${name}:`,
    `    title: ${scalar(titleOf(column.name, column.title))}`,
    "    values:",
    ...codes.map((code, at) => {
      const own = names.indexOf(names[at] ?? "") === at ? (names[at] ?? "") : `VALUE_${at + 1}`;
      return `      ${own}: ${flow({ title: titleOf(code, undefined), codes: [code] })}`;
    }),
  ];
};

const percent = (part: number): string => `${Math.round(part * 100)}%`;

const seen = ({ recognised, rows, blank, distinct }: Profile): string =>
  rows === 0 ? recognised.why : `${recognised.why}；空值 ${percent(blank)}，不同值 ${percent(distinct)}`;

const fieldLines = (field: ProposedField): readonly string[] => {
  const { name, profile, type, subject } = field;
  const { column, recognised } = profile;
  const { level, mask } = recognised;
  const title = titleOf(column.name, column.title);
  const stated: Part = {
    column: column.name,
    type,
    ...(translationPart(field) as Part),
    title,
    subject: subject ? true : undefined,
  };
  const advice = flow({ level, share: "CONDITIONAL", mask }).slice(2, -2);
  return [`      # ${seen(profile)}。建议 ${advice}`, `      ${name}: ${flow(stated)}`];
};

const divisionLines = ({ division }: ProposedType): readonly string[] => {
  if (division === undefined) return [`    division: ${flow({ none: `${UNWRITTEN}：各行不属于任何区划的理由` })}`];
  const { column, recognised } = division;
  const codes = recognised.divisions && Object.fromEntries(recognised.divisions);
  return [`    # ${seen(division)}`, `    division: ${flow({ column: column.name, codes })}`];
};

const plural = (name: string): string => {
  const own = name.charAt(0).toLowerCase() + name.slice(1);
  return own.endsWith("s") ? own : `${own}s`;
};

const listLines = ({ name, division, fields, table }: ProposedType): readonly string[] => {
  const title = titleOf(name, table.title);
  const lists =
    division === undefined
      ? []
      : [
          "    lists:",
          `      ${plural(name)}: ${flow({ title: title.startsWith(UNWRITTEN) ? title : `${title}（按区划）` })}`,
        ];
  const subjects = fields.filter(({ subject }) => subject);
  const entries = subjects.flatMap(({ name: field, type }) => [
    `      ${type}:`,
    `        ${plural(name)}: ${flow({ field, title })}`,
  ]);
  return [...lists, ...(entries.length === 0 ? [] : ["    entries:", ...entries])];
};

const typeLines = (type: ProposedType): readonly string[] => {
  const { name, table, key, isKeySure, asOf, fields } = type;
  return [
    `  ${name}:`,
    `    title: ${scalar(titleOf(name, table.title))}`,
    `    from: ${scalar(table.from)}`,
    `    theme: ${UNWRITTEN}`,
    "    cycle: DAILY # 待核实",
    ...(asOf === undefined ? [] : [`    asOf: ${scalar(asOf)}`]),
    `    key: ${key}${isKeySure ? "" : " # 待核实：样本不足以说明它唯一"}`,
    ...divisionLines(type),
    ...(table.requests === undefined ? [] : [`    requests: ${flow(table.requests)}`]),
    ...(table.left ?? []).map((left) => `    # ${left}`),
    "    fields:",
    ...fields.flatMap(fieldLines),
    ...listLines(type),
  ];
};

/** The text of a source.yaml in which nothing is classified: it is read as it stands, and shares nothing. Pure. */
export function writeDescription(
  { source, title, owner, place, header }: SourceWords,
  { kind, settings }: SampledSource,
  { types, enums }: Proposal,
): string {
  const parts = flow({ ...settings, authorization: header && { header: { name: header.name } } });
  return [
    "# yaml-language-server: $schema=../source.schema.json",
    `# 由 source add 从样本写成；样本未保留。没有 level 与 share 的字段不进入图，也不读取。`,
    `source: ${source}`,
    `title: ${scalar(title)}`,
    `owner: ${owner}`,
    `kind: ${kind}`,
    `place: ${place}`,
    ...(parts === "{}" ? [] : [`${kind}: ${parts}`]),
    ...(header === undefined ? [] : [`secrets: ${flow({ key: header.variable })}`]),
    ...(enums.length === 0 ? [] : ["", "enums:", ...enums.flatMap(enumLines)]),
    "",
    "types:",
    ...types.flatMap(typeLines),
    "",
  ].join("\n");
}
