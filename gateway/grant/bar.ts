import * as v from "valibot";
import { mapping, parse, text } from "../../schema/parse.ts";

/**
 * A bar (停供): an owner's no to one consumer. While it is in force nothing of the owner's comes with a grant of somebody else's, or by
 * rule; what the owner decided to give stands. Frozen.
 */
export interface Bar {
  readonly id: string;
  /** null: every app of the department, and the department itself. */
  readonly app: string | null;
  readonly department: string;
  /** null: whatever the purpose. */
  readonly purpose: string | null;
  /** The owner that bars. */
  readonly provider: string;
  /** The owner's reason, cut short. */
  readonly reason: string;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** When it ends by itself; null: not before it is lifted. The sharing service ends it, not the gateway's clock. */
  readonly until: number | null;
}

const TIME = "a date-time such as 2026-01-01T00:00:00Z";
const instant = v.pipe(
  v.string(TIME),
  v.transform((value) => Date.parse(value)),
  v.number(TIME),
  v.finite(TIME),
);

const BAR = mapping({
  id: v.union([v.pipe(v.number(), v.integer(), v.transform(String)), text()], "a number"),
  app: v.nullable(text()),
  department: text(),
  purpose: v.nullable(text()),
  provider: text(),
  reason: text(),
  since: instant,
  until: v.nullable(instant),
});

/** Reads a bar as the hub's database tells it. A reason is a person's words, so messages quote nothing. @throws Malformed */
export function parseBar(where: string, value: unknown): Bar {
  return Object.freeze(parse(BAR, value, where, { code: "HUB_GRANTS_INVALID", quotes: false }));
}

/** The bars that reach an app of a department; without an app, the department itself. Pure. */
export function barsAgainst(bars: readonly Bar[], department: string, app: string | null): readonly Bar[] {
  return bars.filter((bar) => bar.department === department && (bar.app === null || bar.app === app));
}

/** The bar by which an owner keeps its unconditional data from one purpose; undefined when there is none. Pure. */
export function barOf(bars: readonly Bar[], owner: string, purpose: string): Bar | undefined {
  return bars.find((bar) => bar.provider === owner && (bar.purpose === null || bar.purpose === purpose));
}
