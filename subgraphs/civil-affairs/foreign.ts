import { foreign, received } from "./builder.ts";

// Records that other departments hold and the economic check (低保核对) receives.
received("Vehicle", "vehicleType");
received("RealEstateRight", "unitNumber", "usage");
received("SoleTrader", "status");
received("Shareholder", "id");

/** 人, known here by its key, and for the economic check by what four departments bring along. */
export const Person = foreign(
  "Person",
  "id",
  "registerId",
  "birthDate",
  "deceased",
  "incomeRecorded",
  "monthlyIncome",
  "vehicles",
  "realEstateRights",
  "soleTraders",
  "shareholdings",
);

/** 户, known here by its key alone: who belongs to a family is declared in its case. */
export const Household = foreign("Household", "id");
