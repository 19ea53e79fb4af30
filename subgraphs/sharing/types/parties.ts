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
