import DataLoader from "dataloader";
import { perRequest } from "../../../kit/rows/loaders.ts";
import { statementsOf } from "../../../kit/rows/read-rows.ts";
import type { Context } from "../../builder.ts";
import type { IsoDate } from "../calendar.ts";
import type { StoredJudgement } from "./assessment.ts";
import { RULESET } from "./ruleset.ts";

/** What is on file for one project and day. */
interface OnFile {
  /** Revision of the project's books before anything of them was read: a change that comes later makes what is then stored of no use. */
  readonly booksRevision: number;
  /** The newest assessment by these books, rules and thresholds; null: it has to be worked out. */
  readonly judgement: StoredJudgement | null;
  /** Digest of the other departments' facts that it was made from. */
  readonly inputs: string | null;
}

interface Asked {
  readonly code: string;
  readonly asOf: IsoDate;
  /** The thresholds in force, as `thresholdVersions` tells them, as JSON. */
  readonly thresholds: string;
}

const READ = `
  select asked.code, coalesce(books.revision, 0) as "booksRevision", found.*
  from unnest($1::text[]) as asked (code)
  left join wage_books books on books.project_code = asked.code
  left join lateral (
    select inputs, level, joint_enforcement as "jointEnforcement", reasons, owed, owed_amount as "owedAmount",
      ruled_out as "ruledOut", missing, division_code as "divisionCode"
    from wage_assessment stored
    where stored.project_code = asked.code and stored.as_of = $2::date and stored.books_revision = coalesce(books.revision, 0)
      and stored.ruleset = $3 and stored.thresholds = $4::jsonb
    order by id desc limit 1
  ) found on true`;

type Row = StoredJudgement & { readonly code: string; readonly booksRevision: number; readonly inputs: string | null };

const read = async (codes: readonly string[], { asOf, thresholds }: Asked, context: Context) => {
  const rows = await statementsOf(context).rows(READ, [[...codes], asOf, RULESET, thresholds]);
  return new Map(
    (rows as unknown as readonly Row[]).map(({ code, booksRevision, inputs, ...judgement }): [string, OnFile] => [
      code,
      { booksRevision, inputs, judgement: inputs === null ? null : judgement },
    ]),
  );
};

/** One loader for each day and its thresholds: the projects of a page are asked for the same day. */
const loaders = perRequest((context: Context) => {
  const known = new Map<string, DataLoader<string, OnFile>>();
  return (asked: Asked): DataLoader<string, OnFile> => {
    const loader =
      known.get(asked.asOf) ??
      new DataLoader(async (codes: readonly string[]) => {
        const found = await read(codes, asked, context);
        return codes.map((code) => found.get(code) ?? new Error("A project was not looked up"));
      });
    known.set(asked.asOf, loader);
    return loader;
  };
});

/** What is on file for a project and a day: one statement for all projects that one request asks about. */
export function onFile(asked: Asked, context: Context): Promise<OnFile> {
  return loaders(context)(asked).load(asked.code);
}
