import { builder, internal, type Context } from "../builder.ts";
import { ChangeState, DescriptionState, IncidentState, StopKind } from "../enums.ts";
import { oneLoader } from "../../kit/rows/loaders.ts";
import { readTerm } from "../clock/term.ts";
import { publicationTerm } from "../clock/terms.ts";
import { open } from "../../kit/item.ts";
import { servicesOf } from "../services.ts";
import { MASK_NAMES, SENSITIVITY_LEVELS, SHARE_TYPES } from "../../../schema/catalog/vocabulary.ts";
import { affectedOperations, type AffectedOperation } from "../catalogue/affected-operations.ts";
import { maySurvey, ownApps } from "../queries/visible.ts";
import { proposedEntries } from "../catalogue/import-sheet.ts";
import { LegalTerm, shownTerm } from "./term.ts";

export const Incident = builder.prismaObject("Incident", {
  fields: (t) => ({
    id: t.exposeID("id", { ...open("L2") }),
    state: t.expose("state", { type: IncidentState, ...internal }),
    summary: t.exposeString("summary", internal),
    openedAt: t.expose("openedAt", { type: "DateTime", ...internal }),
    findings: t.exposeString("findings", internal),
    measures: t.exposeString("measures", internal),
    notified: t.exposeString("notified", internal),
    reportedBy: t.exposeString("reportedBy", internal),
    reportedAt: t.expose("reportedAt", { type: "DateTime", ...internal }),
    conclusion: t.exposeString("conclusion", internal),
    closedBy: t.exposeString("closedBy", internal),
    closedAt: t.expose("closedAt", { type: "DateTime", ...internal }),
  }),
});

const incidentOf = oneLoader(
  (keys: number[], context: Context) => context.database.incident.findMany({ where: { stopId: { in: keys } } }),
  (row) => row.stopId,
);

export const EmergencyStop = builder.prismaObject("EmergencyStop", {
  fields: (t) => ({
    id: t.exposeID("id", { ...open("L2") }),
    kind: t.expose("kind", { type: StopKind, ...internal }),
    target: t.exposeString("target", internal),
    reason: t.exposeString("reason", internal),
    stoppedBy: t.exposeString("stoppedBy", internal),
    stoppedAt: t.expose("stoppedAt", { type: "DateTime", ...internal }),
    liftedBy: t.exposeString("liftedBy", internal),
    liftedAt: t.expose("liftedAt", { type: "DateTime", ...internal }),
    liftReason: t.exposeString("liftReason", internal),
    incident: t.field({
      type: Incident,
      description: "因停用而立的数据安全事件（数据安全法第二十九条）",
      ...internal,
      resolve: ({ id }, _, context) => incidentOf(context).load(id),
    }),
  }),
});

export const Demand = builder.prismaObject("Demand", {
  fields: (t) => ({
    id: t.exposeID("id", { ...open("L2") }),
    departmentId: t.exposeString("departmentId", internal),
    provider: t.exposeString("provider", internal),
    title: t.exposeString("title", internal),
    reason: t.exposeString("reason", internal),
    filedAt: t.expose("filedAt", { type: "DateTime", ...internal }),
  }),
});

export const SharingEvent = builder.prismaObject("SharingEvent", {
  fields: (t) => ({
    id: t.id({ description: "序号", ...open("L2"), resolve: ({ id }) => String(id) }),
    at: t.expose("at", { type: "DateTime", ...internal }),
    action: t.exposeString("action", internal),
    article: t.exposeInt("article", internal),
    matter: t.exposeString("matter", internal),
    matterId: t.exposeString("matterId", internal),
    before: t.exposeString("before", internal),
    after: t.exposeString("after", internal),
    app: t.exposeString("app", internal),
    department: t.exposeString("department", internal),
    officer: t.exposeString("officer", internal),
    role: t.exposeString("role", internal),
    detail: t.expose("detail", { type: "JSON", ...internal }),
  }),
});

const OperationEffect = builder.enumType("OperationEffect", {
  description: "分类变更对登记操作的影响",
  values: {
    GONE: { description: "目录中不再有该字段" },
    NOT_SHARED: { description: "不再提供" },
    GRANT_REQUIRED: { description: "须另有授权，现无" },
    OFFICER_REQUIRED: { description: "须有经办人与办件编号" },
    MASK_CHANGED: { description: "脱敏方式改变，答复的格式随之改变" },
  },
});

export const AffectedOperationRef = builder.objectRef<AffectedOperation>("AffectedOperation").implement({
  description: "受分类变更影响的登记操作",
  fields: (t) => ({
    coordinate: t.exposeID("coordinate", { description: "变更的字段坐标", ...internal }),
    app: t.exposeID("app", { description: "应用标识", ...internal }),
    operation: t.exposeID("operation", { description: "操作标识", ...internal }),
    name: t.exposeString("name", { description: "操作名称", ...internal }),
    effect: t.expose("effect", { type: OperationEffect, description: "影响", ...internal }),
  }),
});

/** The classification that a change proposes, by its words; null where the vocabulary has lost one. */
const proposedClass = ({ level, share, mask }: { level: string; share: string; mask: string | null }) => {
  const found = {
    level: SENSITIVITY_LEVELS.find((word) => word === level),
    share: SHARE_TYPES.find((word) => word === share),
    mask: mask === null ? null : MASK_NAMES.find((word) => word === mask),
  };
  if (found.level === undefined || found.share === undefined || found.mask === undefined) return null;
  return { level: found.level, share: found.share, mask: found.mask };
};

export const CatalogueChange = builder.prismaObject("CatalogueChange", {
  fields: (t) => ({
    id: t.exposeID("id", { ...open("L2") }),
    state: t.expose("state", { type: ChangeState, ...internal }),
    coordinate: t.exposeString("coordinate", internal),
    owner: t.exposeString("owner", internal),
    level: t.exposeString("level", internal),
    share: t.exposeString("share", internal),
    mask: t.exposeString("mask", internal),
    importance: t.exposeString("importance", internal),
    reason: t.exposeString("reason", internal),
    basis: t.exposeString("basis", internal),
    basisKind: t.exposeString("basisKind", internal),
    proposedBy: t.exposeString("proposedBy", internal),
    proposedAt: t.expose("proposedAt", { type: "DateTime", ...internal }),
    approvedBy: t.exposeString("approvedBy", internal),
    approvedAt: t.expose("approvedAt", { type: "DateTime", ...internal }),
    auditedBy: t.exposeString("auditedBy", internal),
    auditedAt: t.expose("auditedAt", { type: "DateTime", ...internal }),
    publishedVersion: t.exposeString("publishedVersion", internal),
    publishedAt: t.expose("publishedAt", { type: "DateTime", ...internal }),
    secrecyReference: t.exposeString("secrecyReference", internal),
    secrecySha256: t.exposeString("secrecySha256", internal),
    impactReference: t.exposeString("impactReference", internal),
    impactSha256: t.exposeString("impactSha256", internal),
    affectedOperations: t.field({
      type: [AffectedOperationRef],
      description: "公布后受影响的登记操作，按现行目录与有效授权算出；已公布或者不予通过的，为空",
      ...internal,
      resolve: async ({ coordinate, state, ...change }, _, { database }) => {
        const before = servicesOf(database).catalogue().catalogue.items.get(coordinate);
        const after = proposedClass(change);
        if (before === undefined || after === null || state === "PUBLISHED" || state === "REFUSED") return [];
        return [...(await affectedOperations(database, [{ coordinate, before, after }]))];
      },
    }),
    publicationTerm: t.field({
      type: LegalTerm,
      description: "审核公布时限（第十七条），自本部门负责人同意报送时起",
      ...internal,
      resolve: ({ approvedAt, auditedAt, publishedAt, state }, _, context) => {
        if (approvedAt === null) return null;
        const { limits, now } = servicesOf(context.database);
        const term = publicationTerm(approvedAt, state === "REFUSED" ? auditedAt : publishedAt, limits);
        return shownTerm(17, term, readTerm(term, now()));
      },
    }),
  }),
});

export const CatalogueDescription = builder.prismaObject("CatalogueDescription", {
  fields: (t) => ({
    id: t.exposeID("id", { ...open("L2") }),
    state: t.expose("state", { type: DescriptionState, ...internal }),
    owner: t.exposeString("owner", internal),
    entries: t.expose("entries", { type: "JSON", ...internal }),
    described: t.stringList({
      description: "所述的数据集",
      ...internal,
      resolve: ({ entries }) => proposedEntries(entries).map(({ typeName }) => typeName),
    }),
    differing: t.exposeStringList("differing", internal),
    proposedBy: t.exposeString("proposedBy", internal),
    proposedAt: t.expose("proposedAt", { type: "DateTime", ...internal }),
    approvedBy: t.exposeString("approvedBy", internal),
    approvedAt: t.expose("approvedAt", { type: "DateTime", ...internal }),
    auditedBy: t.exposeString("auditedBy", internal),
    auditedAt: t.expose("auditedAt", { type: "DateTime", ...internal }),
    opinion: t.exposeString("opinion", internal),
  }),
});

export const CatalogueVersion = builder.prismaObject("CatalogueVersion", {
  fields: (t) => ({
    affectedOperations: t.field({
      type: [AffectedOperationRef],
      description: "公布时受影响的登记操作，与上一版本相比；只见本部门应用的，主管部门与审计员可见全部",
      ...internal,
      resolve: async ({ affected }, _, context) => {
        const all = affected as unknown as AffectedOperation[];
        if (await maySurvey(context)) return all;
        const own = new Set((await ownApps(context)).map(({ id }) => id));
        return all.filter(({ app }) => own.has(app));
      },
    }),
    version: t.exposeID("version", { ...open() }),
    publishedBy: t.exposeString("publishedBy", internal),
    publishedAt: t.expose("publishedAt", { type: "DateTime", ...internal }),
  }),
});
