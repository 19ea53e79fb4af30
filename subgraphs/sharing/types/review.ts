import { builder, internal, type Context } from "../builder.ts";
import { readTerm } from "../clock/term.ts";
import { answerTerm } from "../clock/terms.ts";
import { ExtensionState, ReviewState } from "../enums.ts";
import { open } from "../../kit/item.ts";
import { manyLoader } from "../../kit/rows/loaders.ts";
import { servicesOf } from "../services.ts";
import { LegalTerm, shownTerm } from "./term.ts";

export const Extension = builder.prismaObject("Extension", {
  fields: (t) => ({
    id: t.exposeID("id", { ...open("L2") }),
    state: t.expose("state", { type: ExtensionState, ...internal }),
    days: t.exposeInt("days", internal),
    reason: t.exposeString("reason", internal),
    requestedBy: t.exposeString("requestedBy", internal),
    requestedAt: t.expose("requestedAt", { type: "DateTime", ...internal }),
    answeredBy: t.exposeString("answeredBy", internal),
    answeredAt: t.expose("answeredAt", { type: "DateTime", ...internal }),
    note: t.exposeString("note", internal),
  }),
});

const extensionsOf = manyLoader(
  (keys: number[], context: Context) =>
    context.database.extension.findMany({ where: { reviewId: { in: keys } }, orderBy: { id: "asc" } }),
  (row) => row.reviewId,
);

export const Review = builder.prismaObject("Review", {
  fields: (t) => ({
    id: t.exposeID("id", { ...open("L2") }),
    provider: t.exposeString("provider", internal),
    state: t.expose("state", { type: ReviewState, ...internal }),
    receivedAt: t.expose("receivedAt", { type: "DateTime", ...internal }),
    toldAt: t.expose("toldAt", { type: "DateTime", ...internal }),
    missing: t.exposeString("missing", internal),
    supplement: t.exposeString("supplement", internal),
    completedAt: t.expose("completedAt", { type: "DateTime", ...internal }),
    extensionDays: t.exposeInt("extensionDays", internal),
    registeredOnly: t.exposeBoolean("registeredOnly", internal),
    decidedBy: t.exposeString("decidedBy", internal),
    decidedAt: t.expose("decidedAt", { type: "DateTime", ...internal }),
    confirmedBy: t.exposeString("confirmedBy", internal),
    confirmedAt: t.expose("confirmedAt", { type: "DateTime", ...internal }),
    term: t.field({
      type: LegalTerm,
      description: "答复时限（第二十一条）",
      ...internal,
      resolve: (review, _, context) => {
        const { limits, now } = servicesOf(context.database);
        if (review.state === "CLOSED") return null;
        const term = answerTerm(review, limits);
        return shownTerm(21, term, readTerm(term, now()));
      },
    }),
    extensions: t.field({
      type: [Extension],
      description: "延期",
      ...internal,
      resolve: ({ id }, _, context) => extensionsOf(context).load(id),
    }),
  }),
});
