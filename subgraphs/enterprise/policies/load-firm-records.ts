import { rowsOf, type Context } from "../builder.ts";
import type { Enterprise } from "../generated/prisma/client.ts";
import { AbnormalListing, AnnualReport, ElectricityUse, Qualification, TaxCredit } from "../firm-records.ts";
import { suppliedDishonesty, suppliedEmployerYears, type FirmRecords } from "./firm-facts.ts";

const abnormalListings = rowsOf(AbnormalListing, "enterpriseCreditCode");
const annualReports = rowsOf(AnnualReport, "enterpriseCreditCode");
const electricityUses = rowsOf(ElectricityUse, "enterpriseCreditCode");
const qualifications = rowsOf(Qualification, "enterpriseCreditCode");
const taxCredits = rowsOf(TaxCredit, "enterpriseCreditCode");

/** What policies look at of the data of other owners that the same system carries; what is shared unconditionally needs no grant. */
export const FOREIGN_FIGURES = [
  "AnnualReport.revenue",
  "AnnualReport.profit",
  "AnnualReport.tax",
  "AnnualReport.rdExpense",
  "AnnualReport.equipmentInvestment",
  "ElectricityUse.kilowattHours",
  "ElectricityUse.peakMonthKilowattHours",
  "TaxCredit.grade",
  "TaxCredit.arrears",
] as const;

/** Everything that policies may ask of a firm: own tables through the loaders, the rest from the representation. */
export async function loadFirmRecords(enterprise: Enterprise, context: Context): Promise<FirmRecords> {
  const code = enterprise.creditCode;
  const { type, scale, industryCode, aboveScale, employees, status } = enterprise;
  const [reports, electricity, titles, credits, listings] = await Promise.all([
    annualReports(context).load(code),
    electricityUses(context).load(code),
    qualifications(context).load(code),
    taxCredits(context).load(code),
    abnormalListings(context).load(code),
  ]);
  return {
    enterprise: { type, scale, industryCode, aboveScale, employees, status },
    employerYears: suppliedEmployerYears(enterprise),
    annualReports: reports,
    electricityUses: electricity,
    qualifications: titles,
    taxCredits: credits,
    abnormalListings: listings,
    dishonestyRecords: suppliedDishonesty(enterprise),
  };
}
