import { manyLoader } from "../../kit/rows/loaders.ts";
import { open } from "../../kit/item.ts";
import { builder, internal, type Context } from "../builder.ts";
import { affectedOperations, classChanges } from "../catalogue/affected-operations.ts";
import { itemsOfSource, publishedItems } from "../catalogue/source-items.ts";
import { PublicationKind, PublicationState, SourceState } from "../enums.ts";
import { visiblePublications } from "../queries/visible.ts";
import { servicesOf } from "../services.ts";
import { AffectedOperationRef } from "./records.ts";

export const SourcePublication = builder.prismaObject("SourcePublication", {
  fields: (t) => ({
    id: t.exposeID("id", { ...open("L2") }),
    state: t.expose("state", { type: PublicationState, ...internal }),
    kind: t.expose("kind", { type: PublicationKind, ...internal }),
    source: t.exposeID("source", internal),
    owner: t.exposeString("owner", internal),
    items: t.expose("items", { type: "JSON", ...internal }),
    fileSha256: t.exposeString("fileSha256", internal),
    sdlSha256: t.exposeString("sdlSha256", internal),
    reason: t.exposeString("reason", internal),
    secrecyReference: t.exposeString("secrecyReference", internal),
    secrecySha256: t.exposeString("secrecySha256", internal),
    impactReference: t.exposeString("impactReference", internal),
    impactSha256: t.exposeString("impactSha256", internal),
    proposedBy: t.exposeString("proposedBy", internal),
    proposedAt: t.expose("proposedAt", { type: "DateTime", ...internal }),
    approvedBy: t.exposeString("approvedBy", internal),
    approvedAt: t.expose("approvedAt", { type: "DateTime", ...internal }),
    auditedBy: t.exposeString("auditedBy", internal),
    auditedAt: t.expose("auditedAt", { type: "DateTime", ...internal }),
    affectedOperations: t.field({
      type: [AffectedOperationRef],
      description: "审核通过后受影响的登记操作，按现行目录与有效授权算出；已办结的为空",
      ...internal,
      resolve: async ({ source, state, items }, _, { database }) => {
        if (state === "APPROVED" || state === "REFUSED") return [];
        const now = itemsOfSource(servicesOf(database).catalogue(), source);
        const proposed = new Map(publishedItems(items).map((item) => [item.coordinate, item]));
        return [...(await affectedOperations(database, classChanges(now, proposed)))];
      },
    }),
  }),
});

const publicationsOf = manyLoader(
  async (keys: string[], context: Context) =>
    context.database.sourcePublication.findMany({
      where: { AND: [{ source: { in: keys } }, await visiblePublications(context)] },
      orderBy: { id: "desc" },
    }),
  ({ source }) => source,
);

export const JoinedSource = builder.prismaObject("JoinedSource", {
  fields: (t) => ({
    name: t.exposeID("name", { ...open("L2") }),
    state: t.expose("state", { type: SourceState, ...internal }),
    title: t.exposeString("title", internal),
    owner: t.exposeString("owner", internal),
    connectedBy: t.exposeString("connectedBy", internal),
    connectedAt: t.expose("connectedAt", { type: "DateTime", ...internal }),
    fileSha256: t.exposeString("fileSha256", internal),
    unclassified: t.exposeInt("unclassified", internal),
    drifted: t.exposeStringList("drifted", internal),
    driftReason: t.exposeString("driftReason", internal),
    stateBy: t.exposeString("stateBy", internal),
    stateAt: t.expose("stateAt", { type: "DateTime", ...internal }),
    publications: t.field({
      type: [SourcePublication],
      description: "各次公布与停止接入，自新至旧：本部门的，以及审核通过的；主管部门与审计员可见全部",
      ...internal,
      resolve: ({ name }, _, context) => publicationsOf(context).load(name),
    }),
  }),
});
