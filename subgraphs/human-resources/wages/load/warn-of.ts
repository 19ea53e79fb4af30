import { turn } from "../../../kit/guard/derived-work.ts";
import type { Context } from "../../builder.ts";
import { isoDate } from "../calendar.ts";
import type { ContractorFacts, HousingFacts } from "../facts.ts";
import { judgeProject, type Judgement } from "../judge-project.ts";
import { loadOwnFacts, loadThresholds } from "./load-facts.ts";
import { wageClassOf } from "../thresholds.ts";

/** Fields that `@requires` brings along from 住建 and 涉企; a part that did not come is null or absent. */
export interface WarningInputs {
  readonly status?: "ONGOING" | "SUSPENDED" | "COMPLETED" | null;
  readonly constructionPermits?:
    { readonly number: string; readonly issuedOn?: string | null; readonly contractSignedOn?: string | null }[] | null;
  readonly generalContractor?: {
    readonly creditCode: string;
    readonly abnormalListings?: { readonly listedOn?: string | null; readonly removedOn?: string | null }[] | null;
    readonly taxCredits?: { readonly year?: number | null; readonly arrears?: number | null }[] | null;
  } | null;
}

/** A judgement with the division whose readers may see it. */
export interface ScopedJudgement extends Judgement {
  readonly divisionCode: string | null;
}

const housingOf = ({ status, constructionPermits }: WarningInputs): HousingFacts => ({
  status: status ?? null,
  permits:
    constructionPermits?.map(({ number, issuedOn, contractSignedOn }) => ({
      number,
      issuedOn: issuedOn ?? null,
      contractSignedOn: contractSignedOn ?? null,
    })) ?? null,
});

const contractorOf = ({ generalContractor }: WarningInputs): ContractorFacts | null =>
  generalContractor
    ? {
        creditCode: generalContractor.creditCode,
        abnormalListings:
          generalContractor.abnormalListings?.map(({ listedOn, removedOn }) => ({
            listedOn: listedOn ?? null,
            removedOn: removedOn ?? null,
          })) ?? null,
        taxCredits:
          generalContractor.taxCredits?.map(({ year, arrears }) => ({
            year: year ?? null,
            arrears: arrears ?? null,
          })) ?? null,
      }
    : null;

/** Judges one project; all projects of a request share the statements and the thresholds. */
export async function warnOf(
  project: WarningInputs & { readonly code: string },
  asOf: Date,
  context: Context,
): Promise<ScopedJudgement | null> {
  const day = isoDate(asOf);
  const [own, thresholds] = await Promise.all([loadOwnFacts(project.code, context), loadThresholds(day, context)]);
  if (own === null) return null;
  const { divisionCode, ...facts } = own;
  await turn(context);
  const judgement = judgeProject(
    {
      ...facts,
      asOf: day,
      wageClass: wageClassOf(divisionCode ?? ""),
      housing: housingOf(project),
      contractor: contractorOf(project),
    },
    thresholds,
  );
  return { ...judgement, divisionCode };
}
