import type { Pool } from "undici";
import type { CityHub } from "./processes.ts";
import type { Question } from "./subjects.ts";

/** Questions under way at a time. */
export const CONNECTIONS = 8;

/** What came of a load. */
export interface Asked {
  /** Milliseconds of each answer, by operation. */
  readonly times: ReadonlyMap<string, readonly number[]>;
  readonly failures: number;
  readonly seconds: number;
}

/** Refusals that are right: of a field without a grant, and of a family whose written authorization does not open its case, as some are planted. */
const RIGHTLY_REFUSED = new Set<unknown>(["HUB_FIELD_DENIED", "HUB_AUTHORIZATION_INSUFFICIENT"]);

/** An answer that leaves nothing to count. */
const isGood = (text: string): boolean => {
  const { data, errors = [] } = JSON.parse(text) as {
    readonly data?: unknown;
    readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
  };
  return data !== null && data !== undefined && errors.every(({ extensions }) => RIGHTLY_REFUSED.has(extensions?.code));
};

/** Loads the hub with the questions in turn for so many milliseconds; every question goes on to its next subject. */
export async function load(
  hub: Pick<CityHub, "url" | "headers">,
  pool: Pool,
  questions: readonly Question[],
  milliseconds: number,
): Promise<Asked> {
  const times = new Map<string, number[]>(questions.map(({ operation }) => [operation, []]));
  let [asked, failures] = [0, 0];
  const ask = async (): Promise<void> => {
    const turn = asked++;
    const { operation, document, subjects } = questions[turn % questions.length] as Question;
    const variables = subjects[Math.floor(turn / questions.length) % subjects.length];
    const begun = performance.now();
    const { body, statusCode } = await pool.request({
      method: "POST",
      path: new URL(hub.url).pathname,
      headers: { "content-type": "application/json", ...hub.headers[operation] },
      body: JSON.stringify({ query: document, variables }),
    });
    const text = await body.text();
    times.get(operation)?.push(performance.now() - begun);
    if (statusCode !== 200 || !isGood(text)) failures += 1;
  };
  const begun = performance.now();
  const worker = async (): Promise<void> => {
    while (performance.now() - begun < milliseconds) await ask();
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  return { times, failures, seconds: (performance.now() - begun) / 1_000 };
}
