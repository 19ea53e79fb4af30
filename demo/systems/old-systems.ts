import { join } from "node:path";
import { buildElectricity } from "./electricity/build-system.ts";
import { buildMedicalInsurance } from "./medical-insurance/build-system.ts";

/** Where each source of the demo finds its old system, by the variable that its source.yaml names. */
export type Places = Readonly<Record<string, string>>;

/** What the old systems are built from, and where. */
export interface OldSystemsOptions {
  /** URL of a database of that name, created when it is not there. */
  readonly urlOf: (database: string) => Promise<string>;
  /** Folder for the files that old systems drop. */
  readonly folder: string;
  /** The registers of the invented people and firms. */
  readonly registers: Readonly<Record<"public-security" | "enterprise", string>>;
}

/** Builds the old systems of the demo city where they are not there yet. They know nothing of the hub. */
export async function buildOldSystems({ urlOf, folder, registers }: OldSystemsOptions): Promise<Places> {
  const medicalInsurance = await urlOf("old_medical_insurance");
  const electricity = join(folder, "electricity");
  await buildMedicalInsurance(medicalInsurance, registers["public-security"]);
  await buildElectricity(electricity, registers.enterprise);
  return { SOURCE_MEDICAL_INSURANCE_URL: medicalInsurance, SOURCE_ELECTRICITY_FOLDER: electricity };
}
