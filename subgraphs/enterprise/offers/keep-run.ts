import { createHash } from "node:crypto";
import { perRequest } from "../../kit/rows/loaders.ts";
import { statementsOf } from "../../kit/rows/read-rows.ts";
import DataLoader from "dataloader";
import type { Context } from "../builder.ts";
import type { Policy } from "../generated/prisma/client.ts";
import type { Match } from "../policies/match-policy.ts";

/** One policy as it was decided for a firm; null where its stored conditions cannot be read. */
interface Decided {
  readonly policy: Policy;
  readonly match: Pick<Match, "holds" | "lines"> | null;
}

/** One run of all policies over a firm. */
interface Run {
  readonly firm: { readonly creditCode: string; readonly divisionCode: string };
  readonly asOf: Date;
  /** The firm's revision before anything of it was read: a change that comes later has it looked at again. */
  readonly revision: number;
  readonly decided: readonly Decided[];
}

const REVISIONS = `
  select asked.code, coalesce(firm.revision, 0) as revision
  from unnest($1::text[]) as asked (code) left join firm_revision firm on firm.enterprise_credit_code = asked.code`;

/** Revisions of the firms' records: one statement for all firms of a request. */
export const revisionOf = perRequest(
  (context: Context) =>
    new DataLoader(async (codes: readonly string[]) => {
      const rows = await statementsOf(context).rows(REVISIONS, [[...codes]]);
      const found = new Map(rows.map(({ code, revision }) => [code, Number(revision)]));
      return codes.map((code) => found.get(code) ?? 0);
    }),
);

const versions = new WeakMap<Policy, string>();

/** The version of a policy: the digest of all that decides. Nobody can change a condition and forget to say so. */
const versionOf = (policy: Policy): string => {
  const { conditions, tiers, mode, stacking, documentNumber, validFrom, validTo } = policy;
  const known = versions.get(policy);
  if (known !== undefined) return known;
  const all = JSON.stringify([conditions, tiers, mode, stacking, documentNumber, validFrom, validTo]);
  const version = createHash("sha256").update(all).digest("base64url").slice(0, 16);
  versions.set(policy, version);
  return version;
};

// An offer of a policy that is no more ends: the policy was withdrawn.
const KEEP = `
  with run as (
    insert into policy_run (enterprise_credit_code, as_of, revision, matched, undecided, division_code)
    values ($1, $2::date, $3, $4::text[], $5::text[], $6) returning id)
  insert into policy_finding (run_id, enterprise_credit_code, as_of, division_code, policy_code, policy_version, holds, reasons)
  select run.id, $1, $2::date, $6, found.policy, found.version, found.holds, found.reasons
  from run, (
    select policy, version, holds, reasons
    from jsonb_to_recordset($7::jsonb) as decided (policy text, version text, holds boolean, reasons jsonb)
    union all
    select last.policy_code, null, false, '[]'::jsonb
    from (
      select distinct on (policy_code) policy_code, is_open from policy_finding
      where enterprise_credit_code = $1 order by policy_code, as_of desc, id desc
    ) last
    where last.is_open and last.policy_code <> all ($8::text[])
  ) found`;

/** A line without the firm's own figure, which may be another department's: 可用不可见. */
const reasonsOf = (match: Decided["match"]) =>
  (match?.lines ?? []).map(({ condition, limit, holds, depth }) => ({ condition, limit, holds, depth }));

/**
 * Adds a run to those on file, and of what it found that which is not as it was. The database tells of offers that were found and of those
 * that have ended; nothing is ever changed or taken away there.
 */
export async function keepRun({ firm, asOf, revision, decided }: Run, context: Context): Promise<void> {
  const codesWhere = (holds: boolean | null): readonly string[] =>
    decided.filter(({ match }) => (match?.holds ?? null) === holds).map(({ policy }) => policy.code);
  const findings = decided.map(({ policy, match }) => ({
    policy: policy.code,
    version: versionOf(policy),
    holds: match?.holds ?? null,
    reasons: reasonsOf(match),
  }));
  await statementsOf(context).rows(KEEP, [
    firm.creditCode,
    asOf.toISOString().slice(0, 10),
    revision,
    codesWhere(true),
    codesWhere(null),
    firm.divisionCode,
    JSON.stringify(findings),
    decided.map(({ policy }) => policy.code),
  ]);
}
