import { builder, internal } from "../builder.ts";
import { readTerm } from "../clock/term.ts";
import { updateTerm } from "../clock/terms.ts";
import { UpdateCause, UpdateState } from "../enums.ts";
import { open } from "../../kit/item.ts";
import { servicesOf } from "../services.ts";
import { LegalTerm, shownTerm } from "./term.ts";

export const CatalogueUpdate = builder.prismaObject("CatalogueUpdate", {
  fields: (t) => ({
    id: t.exposeID("id", { ...open("L2") }),
    version: t.exposeInt("version", internal),
    state: t.expose("state", { type: UpdateState, ...internal }),
    provider: t.exposeString("provider", internal),
    cause: t.expose("cause", { type: UpdateCause, ...internal }),
    reason: t.exposeString("reason", internal),
    occurredOn: t.expose("occurredOn", { type: "Date", ...internal }),
    calledBy: t.exposeString("calledBy", internal),
    calledAt: t.expose("calledAt", { type: "DateTime", ...internal }),
    requestedDays: t.exposeInt("requestedDays", internal),
    extensionDays: t.exposeInt("extensionDays", internal),
    extensionReason: t.exposeString("extensionReason", internal),
    requestedBy: t.exposeString("requestedBy", internal),
    requestedAt: t.expose("requestedAt", { type: "DateTime", ...internal }),
    answeredBy: t.exposeString("answeredBy", internal),
    answeredAt: t.expose("answeredAt", { type: "DateTime", ...internal }),
    note: t.exposeString("note", internal),
    doneAt: t.expose("doneAt", { type: "DateTime", ...internal }),
    term: t.field({
      type: LegalTerm,
      description: "更新时限（第十七条）",
      ...internal,
      resolve: (update, _, context) => {
        const { limits, now } = servicesOf(context.database);
        const term = updateTerm(update, limits);
        return shownTerm(17, term, readTerm(term, now()));
      },
    }),
  }),
});
