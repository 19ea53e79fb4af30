import { join } from "node:path";
import { startBudget } from "./budget/start-system.ts";
import { startCourt } from "./court/start-system.ts";
import { buildElectricity } from "./electricity/build-system.ts";
import { buildMedicalInsurance } from "./medical-insurance/build-system.ts";
import { readerUrl } from "./medical-insurance/reader-role.ts";
import { buildResearch } from "./research/build-system.ts";
import { startPayrollBank } from "./payroll-bank/start-system.ts";
import type { Moods } from "./payroll-bank/serve-system.ts";
import { startProjects } from "./projects/start-system.ts";
import { startTax } from "./tax/start-system.ts";

/** Where each source of the demo finds its old system, and the secrets that open it, by the variables that its source.yaml names. */
export type Places = Readonly<Record<string, string>>;

/** The old systems of the demo city, those that answer over HTTP included. */
export interface OldSystems {
  readonly places: Places;
  /** Ends those that answer over HTTP. */
  readonly close: () => Promise<void>;
}

/** What the old systems are built from, and where. */
export interface OldSystemsOptions {
  /** URL of a database of that name, created when it is not there. */
  readonly urlOf: (database: string) => Promise<string>;
  /** Folder for the files that old systems drop. */
  readonly folder: string;
  /** The registers of the invented people, firms and payrolls. */
  readonly registers: Readonly<Record<"public-security" | "enterprise" | "human-resources", string>>;
  /** How the bank that pays wages answers; at once and always unless given. */
  readonly bank?: Moods;
}

/** Builds the old systems' databases and files where they are not there yet. They know nothing of the hub. */
const build = async ({ urlOf, folder, registers }: OldSystemsOptions): Promise<Places> => {
  const medicalInsurance = await urlOf("old_medical_insurance");
  const electricity = join(folder, "electricity");
  await buildMedicalInsurance(medicalInsurance, registers["public-security"]);
  await buildElectricity(electricity, registers.enterprise);
  const research = join(folder, "research");
  await buildResearch(research, registers.enterprise);
  return {
    SOURCE_MEDICAL_INSURANCE_URL: await readerUrl(medicalInsurance, join(folder, "medical-insurance-reader")),
    SOURCE_ELECTRICITY_FOLDER: electricity,
    SOURCE_RESEARCH_SPENDING_FOLDER: research,
  };
};

/** Builds what is not there yet, and starts what answers over HTTP: it reads its rows when it is first asked. */
export async function startOldSystems(options: OldSystemsOptions): Promise<OldSystems> {
  const built = await build(options);
  const { registers, bank } = options;
  const [projects, budget, tax, court, payrollBank] = await Promise.all([
    startProjects(registers),
    startBudget(registers.enterprise),
    startTax(registers.enterprise),
    startCourt(registers.enterprise),
    startPayrollBank(registers, bank),
  ]);
  return {
    places: {
      ...built,
      SOURCE_INVESTMENT_PROJECTS_URL: projects.url,
      SOURCE_BUDGET_PAYMENTS_URL: budget.url,
      SOURCE_BUDGET_PAYMENTS_CLIENT: budget.client.id,
      SOURCE_BUDGET_PAYMENTS_SECRET: budget.client.secret,
      SOURCE_TAX_PAYMENTS_URL: tax.url,
      SOURCE_DISHONEST_DEBTORS_URL: court.url,
      SOURCE_PAYROLL_RETURNS_URL: payrollBank.url,
    },
    close: async () => {
      await Promise.all([projects, budget, tax, court, payrollBank].map(({ close }) => close()));
    },
  };
}
