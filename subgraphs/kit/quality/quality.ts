import { isObjectType, type GraphQLSchema } from "graphql";
import {
  QUALITY_PURPOSE,
  QUALITY_QUERY,
  qualityQuestionSchema,
  type CheckEvidence,
  type DatasetEvidence,
  type QualityEvidence,
} from "../../../schema/envelope/quality.ts";
import type { EnvelopeVerifier } from "../../../schema/envelope/envelope-verifier.ts";
import { parse } from "../../../schema/parse.ts";
import type { Door } from "../door.ts";
import type { Statements } from "../postgres/statements.ts";
import { snake } from "../rows/read-rows.ts";
import type { VerificationRule } from "./verification-rule.ts";

/** Rows that are sampled for the rules of one type, at most. */
const SAMPLE = 1_000;

// A standby counts nothing that it takes over. A crash begins the counters anew: whoever compares them sees that they have become smaller.
const CHANGES = `
  select relname as name, (n_tup_ins + n_tup_upd + n_tup_del)::text as changes, pg_is_in_recovery() as copied
  from pg_stat_user_tables where schemaname = 'public' and relname = any($1::text[])`;

/** The share of a table, in percent, that has about as many rows as are sampled; all of one that was never counted. */
const SHARE = `
  select least(100, 100.0 * $2 / greatest(reltuples, 1))::float8 as share
  from pg_class where relnamespace = 'public'::regnamespace and relname = $1`;

const typesOf = (schema: GraphQLSchema): readonly string[] =>
  Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !type.name.startsWith("_"))
    .map(({ name }) => name);

/** When the tables behind a schema's types changed, as far as their database counts it. */
const datasetsOf = async (types: readonly string[], statements: Statements): Promise<readonly DatasetEvidence[]> => {
  const byTable = new Map(types.map((type) => [snake(type), type]));
  const rows = await statements.rows(CHANGES, [[...byTable.keys()]]);
  return rows
    .flatMap(({ name, changes, copied }) => {
      const type = byTable.get(name as string);
      return type === undefined ? [] : [{ type, changes: copied === true ? null : (changes as string), asOf: null }];
    })
    .sort((a, b) => (a.type < b.type ? -1 : 1));
};

/** How many rows of a sample break each rule of one type. The rows stay here. */
const checksOf = async (
  type: string,
  rules: readonly VerificationRule[],
  statements: Statements,
  sample: number,
): Promise<readonly CheckEvidence[]> => {
  const columns = [...new Set(rules.flatMap(({ reads }) => reads))];
  const [counted] = await statements.rows(SHARE, [snake(type), sample]);
  const rows = await statements.rows(
    `select ${columns.map((column) => `${snake(column)} as "${column}"`).join(", ")}
    from ${snake(type)} tablesample system ($1::float8) limit $2`,
    [counted?.["share"] ?? 100, sample],
  );
  return rules.map(({ item, rule, holds }) => ({
    item: `${type}.${item}`,
    rule,
    sampled: rows.length,
    failed: rows.filter((row) => !holds(row as never)).length,
  }));
};

/**
 * A department's answer to the hub: how often the rows of its types were changed, and of how many in a sample its own verification rules do not
 * hold. Nothing of a row leaves: only counts do.
 * @param sample rows of one type that are looked at, at most
 * @law 政务数据共享条例第十八条 [T] 数源部门的校核规则在本部门库内抽样核对，离开部门的只有抽样数与不符数
 */
export async function evidenceOf(
  schema: GraphQLSchema,
  rules: readonly VerificationRule[],
  statements: Statements,
  sample = SAMPLE,
): Promise<QualityEvidence> {
  const datasets = await datasetsOf(typesOf(schema), statements);
  const checks: CheckEvidence[] = [];
  // One after the other: the question of how the data is must not be in the way of those for it.
  for (const type of new Set(rules.map((rule) => rule.type)))
    checks.push(
      ...(await checksOf(
        type,
        rules.filter((rule) => rule.type === type),
        statements,
        sample,
      )),
    );
  return { datasets: [...datasets], checks };
}

/** Opens the door. @param gather what the department knows of its data */
export function openQuality(gather: () => Promise<QualityEvidence>, verifier: EnvelopeVerifier): Door {
  return {
    isFromHub: async (envelope) => {
      const opened = await verifier.verify(envelope, QUALITY_QUERY);
      return opened.kind === "valid" && opened.envelope.purpose === QUALITY_PURPOSE;
    },
    answer: async (body) => {
      parse(qualityQuestionSchema, body, "question", { code: "BAD_USER_INPUT", quotes: false });
      return JSON.stringify({ data: await gather() });
    },
  };
}
