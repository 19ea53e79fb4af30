import * as v from "valibot";

/** What follows a department's URL where the hub asks how its data is. */
export const QUALITY_PATH = "quality";

/** The text that stands for `query` in that question, and that its envelope is made for. It is no GraphQL, as that of a collection is none. */
export const QUALITY_QUERY = "shali-hub: how fresh is your data, and how right?";

/** Purpose of the hub's own envelope for it. */
export const QUALITY_PURPOSE = "QUALITY";

/** Milliseconds that a department may take for it, as it reads samples of its tables. */
export const QUALITY_PATIENCE = 20_000;

/** What the hub asks. */
export const qualityQuestionSchema = v.strictObject({ query: v.literal(QUALITY_QUERY, "the text of that question") });

/** Types and rules of one answer at most. */
const MOST = 1_000;

const count = v.pipe(v.number("a count"), v.safeInteger("a count"), v.minValue(0, "a count"));

const datasetSchema = v.strictObject({
  type: v.pipe(v.string("a type"), v.regex(/^[A-Z]\w{0,63}$/, "a type")),
  changes: v.nullable(v.pipe(v.string("a counter"), v.regex(/^\d{1,20}$/, "a counter"))),
  asOf: v.nullable(v.pipe(v.string("a moment"), v.isoTimestamp("a moment"))),
});

/**
 * Evidence of when a type's rows last changed: a counter of the database's own, which only grows while rows are written, or the moment of which a
 * file tells. Both null: nothing is known of it.
 */
export type DatasetEvidence = v.InferOutput<typeof datasetSchema>;

const checkSchema = v.strictObject({
  item: v.pipe(v.string("a coordinate"), v.regex(/^[A-Z]\w{0,63}\.[a-z]\w{0,63}$/, "a coordinate")),
  rule: v.pipe(v.string("a rule"), v.minLength(1, "a rule"), v.maxLength(100, "at most 100 characters")),
  sampled: count,
  failed: count,
});

/** One verification rule (校核规则) of an item's owner, in its words, and of how many sampled rows it did not hold. */
export type CheckEvidence = v.InferOutput<typeof checkSchema>;

/** What a department answers: counts and moments, and nothing of any row. */
export const qualitySchema = v.strictObject({
  datasets: v.pipe(v.array(datasetSchema, "a list of datasets"), v.maxLength(MOST, `at most ${MOST} datasets`)),
  checks: v.pipe(
    v.array(
      v.pipe(
        checkSchema,
        v.check(({ sampled, failed }) => failed <= sampled, "no more failures than samples"),
      ),
      "a list of checks",
    ),
    v.maxLength(MOST, `at most ${MOST} checks`),
  ),
});

/** How a department's data is. */
export type QualityEvidence = v.InferOutput<typeof qualitySchema>;
