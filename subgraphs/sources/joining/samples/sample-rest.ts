import { REST_DEFAULTS, type RestSettings } from "../../description/requests-description.ts";
import { openRest } from "../../kinds/rest/rest-reader.ts";
import { AnswerRefused } from "../../reading/bounded-http.ts";
import { at, textOf } from "../../reading/requested/answered-rows.ts";
import { NoSample, type Part, type SampledSource, type SampledTable } from "../sample.ts";
import { shapeOf, withRows } from "./answered-table.ts";
import { firstPage } from "./first-page.ts";
import type { AskRows } from "./sample-openapi.ts";
import { tablesOf, type Parameter } from "./shape.ts";

/** Bounds of one look: a page of a slow system. */
const SETTINGS: RestSettings = { ...REST_DEFAULTS, seconds: 30, bytes: 16_000_000 };

/** How a system lets requests in: a header, whose value stands in the environment. */
export interface HeaderOfKey {
  readonly name: string;
  readonly key: string;
}

const openedAt = (place: string, header: HeaderOfKey | undefined, encoding?: "gb18030") =>
  openRest(
    {
      ...SETTINGS,
      ...(header !== undefined && { authorization: { header: { name: header.name } } }),
      ...(encoding !== undefined && { encoding }),
    },
    { place, concurrency: 1, secret: () => header?.key ?? "" },
  );

/** Asks a running system for the first rows of a table. */
export function askAt(place: string, header: HeaderOfKey | undefined): AskRows {
  return async (table) => {
    const { asked, system } = openedAt(place, header);
    try {
      return await asked.ask(firstPage(table));
    } finally {
      await system.close();
    }
  };
}

/** What a REST interface answered, and in which encoding where its media type does not say it. @throws NoSample */
const answerAt = async (
  place: string,
  request: Parameters<ReturnType<typeof openedAt>["asked"]["ask"]>[0],
  header: HeaderOfKey | undefined,
): Promise<{ readonly answer: unknown; readonly encoding: "gb18030" | undefined }> => {
  for (const encoding of [undefined, "gb18030"] as const) {
    const { asked, system } = openedAt(place, header, encoding);
    try {
      return { answer: await asked.ask(request), encoding };
    } catch (error) {
      if (error instanceof AnswerRefused && error.code === "ENCODING" && encoding === undefined) continue;
      const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
      throw new NoSample(`The interface did not answer with JSON (${code}).`);
    } finally {
      await system.close();
    }
  }
  throw new NoSample("The answer is neither UTF-8 nor GBK (GB18030).");
};

/** What an answer says of its own success is what the file compares with. */
const withSuccess = (table: SampledTable, answer: unknown): SampledTable => {
  const found = table.left
    ?.map((line) => /成功标志：请写 success: \{ at: ([^,]+),/.exec(line)?.[1])
    .find((path) => path !== undefined);
  const value = found === undefined ? undefined : textOf(at(answer, found));
  if (found === undefined || typeof value !== "string") return table;
  const success: Part = { at: found, is: [value] };
  return {
    ...table,
    requests: { ...table.requests, success },
    left: table.left?.filter((line) => !line.includes("成功标志")) ?? [],
  };
};

/**
 * Looks at one path of a REST interface without a description, by asking it once.
 * @param url with the query that it takes, such as `http://old/api/list?pageNo=1&pageSize=50`
 * @throws NoSample
 */
export async function sampleRest(url: string, header: HeaderOfKey | undefined): Promise<SampledSource> {
  if (!URL.canParse(url)) throw new NoSample("FROM is no address.");
  const { origin, pathname, searchParams } = new URL(url);
  const query = [...searchParams].map(([name, value]): [string, string] => [name, value]);
  const request = { path: pathname, query, rows: undefined, paged: false };
  const { answer, encoding } = await answerAt(origin, request, header);
  const parameters = query.map(([name, value]): Parameter => ({
    name,
    required: false,
    fixed: value,
    most: /^\d+$/.test(value) ? Number(value) : undefined,
  }));
  const tables = tablesOf(pathname, shapeOf(answer), parameters, undefined);
  if (tables.length === 0) throw new NoSample("The answer holds no list of objects.");
  return {
    kind: "rest",
    settings: { encoding },
    tables: tables.map((table) => withRows(withSuccess(table, answer), answer, false)),
    beside: [],
    place: origin,
  };
}
