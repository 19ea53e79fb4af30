import { Malformed, parse as parseBy } from "../../schema/parse.ts";

/**
 * Reads a part of what the gateway answered by a schema.
 * @throws Error in words for the panel, when it has a form that this page does not know
 */
export function readPart<Output>(schema: Parameters<typeof parseBy<Output>>[0], value: unknown, root: string): Output {
  try {
    return parseBy(schema, value, root, { code: "ANSWER_UNKNOWN", quotes: false });
  } catch (cause) {
    if (!(cause instanceof Malformed)) throw cause;
    const message = `网关的回答不是本页所知的形式（${cause.message}）；请刷新页面，或核对网关与页面的版本`;
    throw new Error(message, { cause });
  }
}

/** An object of unknown content. */
export type Fields = Readonly<Record<string, unknown>>;

/** An object, and neither a list nor null; otherwise undefined. */
export function fields(value: unknown): Fields | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

/** The objects of a list; nothing of anything else. */
export function records(value: unknown): readonly Fields[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  return items.map(fields).filter((item) => item !== undefined);
}

/** A text that is not empty. */
export function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** JSON, or undefined where it is none. */
export function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
