import { thumbprintOf } from "../../../schema/app-keys.ts";
import { builder, internal, type Context } from "../builder.ts";
import { OnDenied, PartyRole } from "../enums.ts";
import { manyLoader, oneLoader } from "../../kit/rows/loaders.ts";
import { open } from "../../kit/item.ts";
import { keysIn, waitingKeys } from "../steps/app-keys.ts";

export const Department = builder.prismaObject("Department", {
  fields: (t) => ({
    id: t.exposeID("id", { ...open() }),
    name: t.exposeString("name", internal),
    sharingBody: t.exposeString("sharingBody", internal),
    registeredBy: t.exposeString("registeredBy", internal),
    registeredAt: t.expose("registeredAt", { type: "DateTime", ...internal }),
    areaCode: t.exposeString("areaCode", internal),
  }),
});

/** One department by its id. */
export const departmentById = oneLoader(
  (keys: string[], context: Context) => context.database.department.findMany({ where: { id: { in: keys } } }),
  (row) => row.id,
);

const RegisteredOperation = builder.prismaObject("RegisteredOperation", {
  fields: (t) => ({
    id: t.exposeID("id", { ...open() }),
    name: t.exposeString("name", internal),
    document: t.exposeString("document", internal),
    coordinates: t.exposeStringList("coordinates", internal),
    cost: t.exposeInt("cost", internal),
    plan: t.exposeStringList("plan", internal),
    proposedBy: t.exposeString("proposedBy", internal),
    proposedAt: t.expose("proposedAt", { type: "DateTime", ...internal }),
    confirmedBy: t.exposeString("confirmedBy", internal),
    confirmedAt: t.expose("confirmedAt", { type: "DateTime", ...internal }),
    retiredBy: t.exposeString("retiredBy", internal),
    retiredAt: t.expose("retiredAt", { type: "DateTime", ...internal }),
    retireReason: t.exposeString("retireReason", internal),
    lastUsedOn: t.field({
      type: "Date",
      description: "最近使用之日；空为未曾使用",
      ...internal,
      resolve: async ({ appId, id }, _, context) => (await lastUseOf(context).load(`${appId} ${id}`))?.day ?? null,
    }),
  }),
});

/** The latest day on which each operation was used, by `app id`. */
const lastUseOf = oneLoader(
  async (keys: string[], { database }: Context) => {
    const wanted = keys.map((key) => key.split(" ") as [string, string]);
    const rows = await database.operationUsage.groupBy({
      by: ["appId", "operationId"],
      where: { OR: wanted.map(([appId, operationId]) => ({ appId, operationId })) },
      _max: { day: true },
    });
    return rows.map(({ appId, operationId, _max: { day } }) => ({ appId, operationId, day }));
  },
  ({ appId, operationId }) => `${appId} ${operationId}`,
);

const operationsOf = manyLoader(
  (keys: string[], context: Context) =>
    context.database.registeredOperation.findMany({
      where: { appId: { in: keys } },
      orderBy: [{ appId: "asc" }, { id: "asc" }],
    }),
  (row) => row.appId,
);

export const App = builder.prismaObject("App", {
  fields: (t) => ({
    id: t.exposeID("id", { ...open() }),
    name: t.exposeString("name", internal),
    departmentId: t.exposeString("departmentId", internal),
    registeredBy: t.exposeString("registeredBy", internal),
    registeredAt: t.expose("registeredAt", { type: "DateTime", ...internal }),
    origins: t.exposeStringList("origins", internal),
    onDenied: t.expose("onDenied", { type: OnDenied, ...internal }),
    keys: t.stringList({
      description: "已生效公钥的指纹（RFC 7638）",
      ...internal,
      resolve: ({ keys }) => keysIn(keys).map(thumbprintOf),
    }),
    proposedKeys: t.stringList({
      description: "待另一名安全管理员确认的公钥的指纹；尚未生效",
      ...internal,
      resolve: (app) => waitingKeys(app),
    }),
    operations: t.field({
      type: [RegisteredOperation],
      description: "登记操作：待确认的、可用的与已停用的",
      ...internal,
      resolve: ({ id }, _, context) => operationsOf(context).load(id),
    }),
    department: t.field({
      type: Department,
      description: "所属部门",
      ...internal,
      resolve: ({ departmentId }, _, context) => departmentById(context).load(departmentId),
    }),
  }),
});

/** One app by its id. */
export const appById = oneLoader(
  (keys: string[], context: Context) => context.database.app.findMany({ where: { id: { in: keys } } }),
  (row) => row.id,
);

const rolesOf = manyLoader(
  (keys: string[], context: Context) =>
    context.database.officerRole.findMany({ where: { officerId: { in: keys } }, orderBy: { role: "asc" } }),
  (row) => row.officerId,
);

const proposedOf = manyLoader(
  (keys: string[], context: Context) =>
    context.database.proposedRole.findMany({ where: { officerId: { in: keys } }, orderBy: { role: "asc" } }),
  (row) => row.officerId,
);

export const Officer = builder.prismaObject("Officer", {
  fields: (t) => ({
    id: t.exposeID("id", { ...open("L2") }),
    name: t.exposeString("name", internal),
    departmentId: t.exposeString("departmentId", internal),
    roles: t.field({
      type: [PartyRole],
      description: "登记的角色",
      ...internal,
      resolve: async ({ id }, _, context) => (await rolesOf(context).load(id)).map(({ role }) => role),
    }),
    proposedRoles: t.field({
      type: [PartyRole],
      description: "待另一名安全管理员确认的角色；尚未生效",
      ...internal,
      resolve: async ({ id }, _, context) => (await proposedOf(context).load(id)).map(({ role }) => role),
    }),
    registeredBy: t.exposeString("registeredBy", internal),
    registeredAt: t.expose("registeredAt", { type: "DateTime", ...internal }),
  }),
});
