import { builder, internal } from "../builder.ts";
import { DisputeMatter, DisputeState } from "../enums.ts";
import { open } from "../../kit/item.ts";

export const Dispute = builder.prismaObject("Dispute", {
  fields: (t) => ({
    id: t.exposeID("id", { ...open("L2") }),
    version: t.exposeInt("version", internal),
    state: t.expose("state", { type: DisputeState, ...internal }),
    matter: t.expose("matter", { type: DisputeMatter, ...internal }),
    matterId: t.exposeString("matterId", internal),
    claimant: t.exposeString("claimant", internal),
    respondent: t.exposeString("respondent", internal),
    claim: t.exposeString("claim", internal),
    filedBy: t.exposeString("filedBy", internal),
    filedAt: t.expose("filedAt", { type: "DateTime", ...internal }),
    answer: t.exposeString("answer", internal),
    answeredBy: t.exposeString("answeredBy", internal),
    answeredAt: t.expose("answeredAt", { type: "DateTime", ...internal }),
    consultation: t.exposeString("consultation", internal),
    escalatedBy: t.exposeString("escalatedBy", internal),
    escalatedAt: t.expose("escalatedAt", { type: "DateTime", ...internal }),
    opinion: t.exposeString("opinion", internal),
    coordinatedBy: t.exposeString("coordinatedBy", internal),
    coordinatedAt: t.expose("coordinatedAt", { type: "DateTime", ...internal }),
    outcome: t.exposeString("outcome", internal),
    decisionReference: t.exposeString("decisionReference", internal),
    decisionSha256: t.exposeString("decisionSha256", internal),
    closedBy: t.exposeString("closedBy", internal),
    closedAt: t.expose("closedAt", { type: "DateTime", ...internal }),
  }),
});
