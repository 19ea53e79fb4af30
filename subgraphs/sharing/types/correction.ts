import { builder, internal } from "../builder.ts";
import { readTerm } from "../clock/term.ts";
import { correctionTerm } from "../clock/terms.ts";
import { CorrectionState } from "../enums.ts";
import { open } from "../../kit/item.ts";
import { servicesOf } from "../services.ts";
import { LegalTerm, shownTerm } from "./term.ts";

export const Correction = builder.prismaObject("Correction", {
  fields: (t) => ({
    id: t.exposeID("id", { ...open("L2") }),
    state: t.expose("state", { type: CorrectionState, ...internal }),
    coordinate: t.exposeString("coordinate", internal),
    provider: t.exposeString("provider", internal),
    subject: t.exposeString("subject", internal),
    departmentId: t.exposeString("departmentId", internal),
    filedBy: t.exposeString("filedBy", internal),
    filedAt: t.expose("filedAt", { type: "DateTime", ...internal }),
    objection: t.exposeString("objection", internal),
    disclosures: t.exposeStringList("disclosures", internal),
    answer: t.exposeString("answer", internal),
    answeredBy: t.exposeString("answeredBy", internal),
    answeredAt: t.expose("answeredAt", { type: "DateTime", ...internal }),
    term: t.field({
      type: LegalTerm,
      description: "答复时限（第二十六条）",
      ...internal,
      resolve: ({ filedAt, answeredAt }, _, context) => {
        const { limits, now } = servicesOf(context.database);
        const term = correctionTerm(filedAt, answeredAt, limits);
        return shownTerm(26, term, readTerm(term, now()));
      },
    }),
  }),
});
