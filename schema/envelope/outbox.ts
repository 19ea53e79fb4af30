import * as v from "valibot";

/** What follows a department's URL where the hub collects its events. */
export const OUTBOX_PATH = "outbox";

/**
 * The text that stands for `query` in a collection, and that its envelope is made for. It is no GraphQL, so that no envelope of any
 * question ever fits a collection, nor the other way round.
 */
export const OUTBOX_QUERY = "shali-hub: what has changed?";

/** Purpose of the hub's own envelope for a collection. */
export const OUTBOX_PURPOSE = "EVENTS";

/** Rows of one collection at most. */
export const OUTBOX_PAGE = 500;

/** Milliseconds for which a department holds a collection that finds nothing, in wait of a row. */
export const OUTBOX_PATIENCE = 2_000;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const id = v.pipe(v.string("an id"), v.regex(UUID, "a UUID"));

/** What the hub sends: its query, and the ids of the rows that it has kept and that the department may forget. */
export const collectionSchema = v.strictObject({
  query: v.literal(OUTBOX_QUERY, "the text of a collection"),
  kept: v.pipe(v.array(id, "a list of ids"), v.maxLength(OUTBOX_PAGE, `at most ${OUTBOX_PAGE} ids`)),
});

/** Name of an event: that of a field of `Subscription`. */
const NAME = /^[a-z][A-Za-z0-9]{0,63}$/;

const rowSchema = v.strictObject({
  id,
  type: v.pipe(v.string("a name"), v.regex(NAME, "the name of an event")),
  key: v.pipe(v.string("a key"), v.minLength(1, "a key"), v.maxLength(200, "at most 200 characters")),
  division: v.nullable(v.pipe(v.string("a division code"), v.regex(/^\d{2,12}$/, "a division code"))),
  day: v.nullable(v.pipe(v.string("a day"), v.isoDate("a day"))),
  at: v.pipe(v.string("a moment"), v.isoTimestamp("a moment")),
});

/**
 * One row of a department's outbox: that something changed, never to what. Everything that it says is which row changed, where that lies, and
 * when; whoever may know more asks for it.
 */
export type OutboxRow = v.InferOutput<typeof rowSchema>;

/** What a department answers: rows in the order in which they were written. */
export const outboxSchema = v.strictObject({
  rows: v.pipe(v.array(rowSchema, "a list of rows"), v.maxLength(OUTBOX_PAGE, `at most ${OUTBOX_PAGE} rows`)),
});
