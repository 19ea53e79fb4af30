import { fields, parse, records, text, type Fields } from "../json.ts";

/** A tab as far as what it says about a matter is read. */
export interface AnsweredTab {
  readonly operationName?: string | null | undefined;
  readonly query?: string | null | undefined;
  readonly variables?: string | null | undefined;
  readonly response?: string | null | undefined;
}

/** True when a tab holds an answer without errors. */
export function answered({ response }: AnsweredTab): boolean {
  return dataOf(response) !== undefined;
}

/** The data of an answer without errors. */
export function dataOf(response: string | null | undefined): Fields | undefined {
  const answer = fields(parse(response ?? ""));
  return answer?.["errors"] === undefined ? fields(answer?.["data"]) : undefined;
}

/** The object that one of these steps has made, of the highest number among the open tabs' answers. */
export function madeBy(
  tabs: readonly AnsweredTab[],
  ...steps: readonly string[]
): (Fields & { id: string }) | undefined {
  const made = tabs.flatMap(({ response }) => steps.map((step) => fields(dataOf(response)?.[step])));
  const numbered = made.flatMap((result) => {
    const id = text(result?.["id"]);
    return id === undefined ? [] : [{ ...result, id }];
  });
  return numbered.sort((one, other) => Number(other.id) - Number(one.id))[0];
}

/** The rows of a list that an open tab's answer shows; the last tab's where several do. */
export function listedIn(tabs: readonly AnsweredTab[], field: string): readonly Fields[] {
  const lists = tabs.map(({ response }) => records(fields(dataOf(response)?.[field])?.["edges"]));
  const rows = lists.findLast((list) => list.length > 0) ?? [];
  return records(rows.map(({ node }) => node));
}
