import type { Context } from "../builder.ts";
import { inScope } from "../../kit/context.ts";
import { manyLoader } from "../../kit/loaders.ts";

/** Shareholders of a firm. */
export const shareholders = manyLoader(
  (keys: string[], context: Context) =>
    context.database.shareholder.findMany({
      where: { enterpriseCreditCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.enterpriseCreditCode,
);

/** Licences of a firm. */
export const licences = manyLoader(
  (keys: string[], context: Context) =>
    context.database.licence.findMany({
      where: { enterpriseCreditCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.enterpriseCreditCode,
);

/** Penalties of a firm. */
export const penalties = manyLoader(
  (keys: string[], context: Context) =>
    context.database.penalty.findMany({
      where: { enterpriseCreditCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.enterpriseCreditCode,
);

/** Abnormal listings of a firm, ended ones included. */
export const abnormalListings = manyLoader(
  (keys: string[], context: Context) =>
    context.database.abnormalListing.findMany({
      where: { enterpriseCreditCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.enterpriseCreditCode,
);

/** Annual reports of a firm. */
export const annualReports = manyLoader(
  (keys: string[], context: Context) =>
    context.database.annualReport.findMany({
      where: { enterpriseCreditCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.enterpriseCreditCode,
);

/** Quarters of electricity of a firm. */
export const electricityUses = manyLoader(
  (keys: string[], context: Context) =>
    context.database.electricityUse.findMany({
      where: { enterpriseCreditCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.enterpriseCreditCode,
);

/** Titles of a firm, expired ones included. */
export const qualifications = manyLoader(
  (keys: string[], context: Context) =>
    context.database.qualification.findMany({
      where: { enterpriseCreditCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.enterpriseCreditCode,
);

/** Tax ratings of a firm. */
export const taxCredits = manyLoader(
  (keys: string[], context: Context) =>
    context.database.taxCredit.findMany({
      where: { enterpriseCreditCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.enterpriseCreditCode,
);

/** Payouts to a firm under all policies. */
export const payouts = manyLoader(
  (keys: string[], context: Context) =>
    context.database.payout.findMany({
      where: { enterpriseCreditCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.enterpriseCreditCode,
);

/** A firm's confirmed intents under all policies. */
export const policyIntents = manyLoader(
  (keys: string[], context: Context) =>
    context.database.policyIntent.findMany({
      where: { enterpriseCreditCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.enterpriseCreditCode,
);
