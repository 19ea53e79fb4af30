import { expectedOf } from "../glossary.ts";
import type { Part, SampledColumn, SampledTable, StatedForm } from "../sample.ts";

/** What an interface's description, or an answer of it, says of a value. */
export type Shape =
  | {
      readonly kind: "value";
      readonly form?: StatedForm | undefined;
      readonly codes?: readonly string[] | undefined;
      readonly title?: string | undefined;
    }
  | { readonly kind: "list"; readonly items: Shape; readonly title?: string | undefined }
  | {
      readonly kind: "object";
      readonly properties: ReadonlyMap<string, Shape>;
      readonly title?: string | undefined;
    };

/** A parameter of a request; of SOAP, with dots between its names. */
export interface Parameter {
  readonly name: string;
  readonly required: boolean;
  /** The highest number that it may be. */
  readonly most?: number | undefined;
  /** A value that is always right: its default, or its only one. */
  readonly fixed?: string | undefined;
}

/** Objects inside objects that are looked into. */
const DEEPEST = 6;

interface FoundList {
  /** Names with dots between them; undefined: the answer itself. */
  readonly path: string | undefined;
  readonly row: Shape;
  readonly title: string | undefined;
}

const joined = (path: string | undefined, name: string): string => (path === undefined ? name : `${path}.${name}`);

/** Lists of objects in an answer that stand in no other list, the outermost first. A lone object is a list of SOAP's only where its schema says so. */
export function listsIn(shape: Shape, path?: string, depth = 0): readonly FoundList[] {
  if (depth > DEEPEST || shape.kind === "value") return [];
  if (shape.kind === "list")
    return shape.items.kind === "object" ? [{ path, row: shape.items, title: shape.title ?? shape.items.title }] : [];
  return [...shape.properties].flatMap(([name, within]) => listsIn(within, joined(path, name), depth + 1));
}

/** Columns of a row, those of objects inside it with dots; what is a list has no single text, and is told. */
export function columnsIn(row: Shape, path: string | undefined, left: string[], depth = 0): readonly SampledColumn[] {
  if (row.kind === "list" || depth > DEEPEST) {
    left.push(`${path ?? ""}：列表或者过深的结构，不能作为一列`);
    return [];
  }
  if (row.kind === "value") {
    const { form, codes, title } = row;
    return [{ name: path ?? "", form, codes, title, values: [] }];
  }
  return [...row.properties].flatMap(([name, within]) => columnsIn(within, joined(path, name), left, depth + 1));
}

const last = (name: string): string => (name.split(".").at(-1) ?? name).toLowerCase().replaceAll(/[_-]/g, "");

const NUMBER = /^(?:page|pageno|pagenum|pageindex|pagenumber|currentpage|current|ym|yh|dqy)$/;
const OFFSET = /^(?:offset|start|skip)$/;
const SIZE = /^(?:size|pagesize|limit|perpage|mys|myts|pagecount)$/;
const TOTAL = /^(?:total|totalcount|totalnum|totalrecords|totalelements|count|recordcount|zs|zjls)$/;
const SUCCESS = /^(?:code|status|success|errcode|resultcode|returncode|ret|fhm|fhbm)$/;

/** Rows a page that are asked for where the description bounds them no further. */
const OF = 100;

/** Names of an answer's values outside its lists, with dots. */
const valuesIn = (shape: Shape, path?: string, depth = 0): readonly string[] => {
  if (shape.kind === "value") return path === undefined ? [] : [path];
  if (shape.kind === "list" || depth > DEEPEST) return [];
  return [...shape.properties].flatMap(([name, within]) => valuesIn(within, joined(path, name), depth + 1));
};

/** How the rows of a list are asked for, as far as names tell, and what they do not. */
function requestsOf(
  answer: Shape,
  rows: string | undefined,
  parameters: readonly Parameter[],
  division: string | undefined,
): { readonly requests: Part; readonly left: readonly string[] } {
  const named = (names: RegExp): Parameter | undefined => parameters.find(({ name }) => names.test(last(name)));
  const outside = valuesIn(answer);
  const [number, offset, size] = [named(NUMBER), named(OFFSET), named(SIZE)];
  const place = number ?? offset;
  const pages: Part | undefined =
    place === undefined || size === undefined
      ? undefined
      : {
          [number === undefined ? "offset" : "number"]: place.name,
          size: size.name,
          of: Math.min(size.most ?? OF, 500),
          total: outside.find((name) => TOTAL.test(last(name))),
        };
  const narrowing =
    division === undefined ? undefined : parameters.find(({ name }) => expectedOf(name, undefined) === "division");
  const fixed = parameters.filter((one) => one.fixed !== undefined && ![place, size, narrowing].includes(one));
  const query: Part | undefined =
    fixed.length === 0 ? undefined : Object.fromEntries(fixed.map(({ name, fixed: value = "" }) => [name, value]));
  const asked = [...(pages === undefined ? [] : [place, size]), narrowing, ...fixed];
  const rest = parameters.filter((one) => !asked.includes(one));
  const unknown = rest.filter(({ required }) => required);
  const free = rest.filter(({ required }) => !required).map(({ name }) => name);
  const success = outside.find((name) => SUCCESS.test(last(name)));
  return {
    requests: {
      rows,
      pages,
      division: narrowing === undefined ? undefined : { parameter: narrowing.name },
      query,
    },
    left: [
      ...unknown.map(({ name }) => `必填参数 ${name}：其固定值须写入 requests.query（值加引号）`),
      ...(free.length === 0 ? [] : [`其余请求参数：${free.join("、")}`]),
      ...(success === undefined
        ? []
        : [`应答中的 ${success} 像是成功标志：请写 success: { at: ${success}, is: ["…"] }`]),
    ],
  };
}

/** A table of each list of an answer. @param from path or operation */
export function tablesOf(
  from: string,
  answer: Shape,
  parameters: readonly Parameter[],
  title: string | undefined,
): readonly SampledTable[] {
  return listsIn(answer).map(({ path, row, title: own }) => {
    const left: string[] = [];
    const columns = columnsIn(row, undefined, left);
    const division = columns.find((column) => expectedOf(column.name, column.title) === "division")?.name;
    const { requests, left: open } = requestsOf(answer, path, parameters, division);
    return { from, title: title ?? own, columns, requests, left: [...left, ...open] };
  });
}
