import { foreign, received } from "./builder.ts";

received("Cremation", "diedOn", "crematedOn");
received("RegistrationCancellation", "reason", "diedOn", "cancelledOn");
received("AbnormalListing", "listedOn", "removedOn");
received("TaxCredit", "year", "arrears");
// What people own, of whom an approved inquiry may ask.
received("Vehicle", "vehicleType");
received("RealEstateRight", "unitNumber", "usage");
received("PayrollReturn", "person", "month", "isBackPay", "returnedOn");
received("ConstructionPermit", "number", "issuedOn", "contractSignedOn", "paymentGuarantee", "labourCycleDays");

/** 人, known here by its key, for the look into pensions by what 公安 and 民政 know of a death, and for an approved inquiry by what they own. */
export const Person = foreign(
  "Person",
  "id",
  "registrationCancellations",
  "cremations",
  "registerId",
  "vehicles",
  "realEstateRights",
);

/** 企业, known here by its key, and for the wage warning by the standing that 涉企 brings along. */
export const Enterprise = foreign("Enterprise", "creditCode", "abnormalListings", "taxCredits");

/** 在建项目, known here by its key, and for the wage warning by what 住建, 涉企 and the paying bank bring along. */
export const ConstructionProject = foreign(
  "ConstructionProject",
  "code",
  "status",
  "constructionPermits",
  "generalContractor",
  "payrollReturns",
);
