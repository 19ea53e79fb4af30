import { turn } from "../../../kit/guard/derived-work.ts";
import type { Context } from "../../builder.ts";
import { isoDate } from "../calendar.ts";
import type { ContractorFacts, HousingFacts, PayrollReturnFact } from "../facts.ts";
import { digestOf, judgementOf, type ScopedJudgement } from "../assessments/assessment.ts";
import { isMonitoring, keepAssessment } from "../assessments/keep-assessment.ts";
import { onFile } from "../assessments/stored-assessments.ts";
import { judgeProject } from "../judge-project.ts";
import { loadOwnFacts, loadThresholds } from "./load-facts.ts";
import { wageClassOf } from "../thresholds.ts";

/** Fields that `@requires` brings along from 住建, 涉企 and the paying bank; a part that did not come is null or absent. */
export interface WarningInputs {
  readonly status?: "ONGOING" | "SUSPENDED" | "COMPLETED" | null;
  readonly constructionPermits?:
    | {
        readonly number: string;
        readonly issuedOn?: string | null;
        readonly contractSignedOn?: string | null;
        readonly paymentGuarantee?: boolean | null;
        readonly labourCycleDays?: number | null;
      }[]
    | null;
  readonly generalContractor?: {
    readonly creditCode: string;
    readonly abnormalListings?: { readonly listedOn?: string | null; readonly removedOn?: string | null }[] | null;
    readonly taxCredits?: { readonly year?: number | null; readonly arrears?: number | null }[] | null;
  } | null;
  readonly payrollReturns?:
    | {
        readonly person?: { readonly id: string } | null;
        readonly month?: string | null;
        readonly isBackPay?: boolean | null;
        readonly returnedOn?: string | null;
      }[]
    | null;
}

/** What the bank got back, in the order in which one answer follows from another; null where any of it cannot be told: no part is taken for the whole. */
const returnsOf = ({ payrollReturns }: WarningInputs): readonly PayrollReturnFact[] | null => {
  const told = payrollReturns?.map(({ person, month, isBackPay, returnedOn }) =>
    person && month && returnedOn && typeof isBackPay === "boolean"
      ? { person: person.id, month, isBackPay, returnedOn }
      : null,
  );
  const whole = told?.filter((one) => one !== null);
  return whole === undefined || whole.length !== told?.length ? null : whole;
};

const housingOf = ({ status, constructionPermits }: WarningInputs): HousingFacts => ({
  status: status ?? null,
  permits:
    constructionPermits?.map(({ number, issuedOn, contractSignedOn, paymentGuarantee, labourCycleDays }) => ({
      number,
      paymentGuarantee: paymentGuarantee ?? null,
      labourCycleDays: labourCycleDays ?? null,
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

/**
 * The warning about one project: from the assessment on file where one was made from the same books, rules, thresholds and facts of other
 * departments, otherwise worked out. All projects of a request share the statements and the thresholds.
 */
export async function warnOf(
  project: WarningInputs & { readonly code: string },
  asOf: Date,
  context: Context,
): Promise<ScopedJudgement | null> {
  const { code } = project;
  const day = isoDate(asOf);
  const foreign = { housing: housingOf(project), contractor: contractorOf(project), returns: returnsOf(project) };
  const inputs = digestOf(foreign);
  const { limits, versions: thresholds } = await loadThresholds(day, context);
  const { booksRevision, ...found } = await onFile({ code, asOf: day, thresholds }, context);
  if (found.judgement !== null && found.inputs === inputs) return judgementOf(day, found.judgement);
  const own = await loadOwnFacts(code, context);
  if (own === null) return null;
  const { divisionCode, ...facts } = own;
  await turn(context);
  const wageClass = wageClassOf(divisionCode ?? "");
  const judgement = { ...judgeProject({ ...facts, ...foreign, asOf: day, wageClass }, limits), divisionCode };
  if (isMonitoring(context)) await keepAssessment(judgement, { code, booksRevision, thresholds, inputs }, context);
  return judgement;
}
