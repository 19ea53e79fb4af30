import { bulkhead, circuitBreaker, ConsecutiveBreaker, handleAll, wrap } from "cockatiel";
import { invalidInput } from "../../kit/errors.ts";
import type { SourceDescription } from "../description/source-description.ts";
import type { LimitedQuery, Reader, Tell } from "./reader.ts";

/** Failures in a row after which an old system is left alone. */
const FAILURES = 5;

/** Milliseconds for which it is left alone; then one request tries it. */
const REST = 10_000;

/** Requests that wait for each that is under way; further ones are refused at once. */
const WAITING = 25;

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;

/**
 * The reader of an old system that must not be killed by us: a few requests at once, and none for a while once it has failed several times in
 * a row. Whatever goes wrong is told to callers in one form, without a word of the old system.
 */
export function sparing(reader: Reader<LimitedQuery>, { source, limits }: SourceDescription, tell: Tell): Reader {
  const concurrency = limits?.concurrency ?? 4;
  const most = limits?.rows ?? 10_000;
  // What its askers do, too many at once or too much at once, is no failure of the system: it would be taken from everybody.
  const policy = wrap(
    bulkhead(concurrency, WAITING * concurrency),
    circuitBreaker(handleAll, { halfOpenAfter: REST, breaker: new ConsecutiveBreaker(FAILURES) }),
  );
  const sparingly = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await ask();
    } catch (error) {
      tell({ source, kind: error instanceof Error ? error.name : typeof error, code: codeOf(error) });
      throw invalidInput("HUB_SOURCE_UNAVAILABLE", { source }, { source });
    }
  };
  const { newest } = reader;
  return {
    ...reader,
    read: (query) =>
      sparingly(async () => {
        const rows = await policy.execute(() => reader.read({ ...query, take: query.take ?? most + 1 }));
        if (rows.length > most) throw new RangeError("More rows than one read may find");
        return rows;
      }),
    ...(newest && { newest: (type: string) => sparingly(() => policy.execute(() => newest(type))) }),
  };
}
