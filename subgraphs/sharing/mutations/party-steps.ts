import { builder, internal, type Context } from "../builder.ts";
import { PartyRole } from "../enums.ts";
import { demand, notFound, sharingError } from "../errors.ts";
import type { PartyRole as Role } from "../generated/prisma/enums.ts";
import { App, Department, Officer } from "../types/parties.ts";
import { perform, type Taking } from "../workflow/perform.ts";

const NAME = /^[a-z][a-z0-9-]{0,62}$/;

const assertName = (id: string): string => {
  if (!NAME.test(id)) throw sharingError("HUB_APPLICATION_INVALID", "id: expected small letters, digits and hyphens");
  return id;
};

/** A registration by a security administrator; `subject` is the officer that it is about, who may not be the administrator. */
const register = <Result>(
  context: Context,
  id: string,
  subject: string | null,
  change: (taking: Taking) => Promise<Result>,
  detail: object,
): Promise<Result> =>
  perform(context, {
    action: "REGISTER",
    load: () => Promise.resolve(null),
    view: () => ({ id, state: null, consumer: null, provider: null, hands: { self: subject } }),
    change: async (_, taking) => ({ result: await change(taking), detail }),
  });

const assertDepartment = async ({ tx }: Taking, id: string): Promise<void> => {
  if ((await tx.department.count({ where: { id } })) === 0) throw notFound("department");
};

const registerOfficer = (
  context: Context,
  officer: { readonly id: string; readonly department: string; readonly name: string; readonly roles: readonly Role[] },
) =>
  register(
    context,
    officer.id,
    officer.id,
    async (taking) => {
      const { tx, actor, now } = taking;
      await assertDepartment(taking, officer.department);
      const data = { departmentId: officer.department, name: demand("name", officer.name) };
      const id = demand("id", officer.id);
      const row = await tx.officer.upsert({ where: { id }, create: { id, ...data }, update: data });
      await tx.officerRole.deleteMany({ where: { officerId: id } });
      await tx.officerRole.createMany({
        data: [...new Set(officer.roles)].map((role) => ({
          officerId: id,
          role,
          givenBy: actor.officer,
          givenAt: now,
        })),
      });
      return row;
    },
    { department: officer.department, roles: officer.roles },
  );

builder.mutationFields((t) => ({
  registerDepartment: t.field({
    type: Department,
    description: "登记部门及其共享工作机构（第十一条）；再次登记即更新",
    ...internal,
    args: {
      id: t.arg.string({ required: true, description: "部门标识" }),
      name: t.arg.string({ required: true, description: "部门名称" }),
      sharingBody: t.arg.string({ required: true, description: "共享工作机构" }),
      areaCode: t.arg.string({ required: true, description: "区划代码（12位）" }),
    },
    resolve: (_, args, context) =>
      register(
        context,
        args.id,
        null,
        ({ tx }) => {
          if (!/^\d{12}$/.test(args.areaCode)) {
            throw sharingError("HUB_APPLICATION_INVALID", "areaCode: expected 12 digits");
          }
          const data = {
            name: demand("name", args.name),
            sharingBody: demand("sharingBody", args.sharingBody),
            areaCode: args.areaCode,
          };
          const id = assertName(args.id);
          return tx.department.upsert({ where: { id }, create: { id, ...data }, update: data });
        },
        { name: args.name },
      ),
  }),
  registerApp: t.field({
    type: App,
    description: "登记应用；应用所属部门不得改变",
    ...internal,
    args: {
      id: t.arg.string({ required: true, description: "应用标识" }),
      department: t.arg.string({ required: true, description: "所属部门标识" }),
      name: t.arg.string({ required: true, description: "应用名称" }),
    },
    resolve: (_, args, context) =>
      register(
        context,
        args.id,
        null,
        async (taking) => {
          await assertDepartment(taking, args.department);
          const id = assertName(args.id);
          const before = await taking.tx.app.findUnique({ where: { id } });
          if (before && before.departmentId !== args.department) {
            throw sharingError(
              "HUB_APPLICATION_INVALID",
              "department: an app stays with its department, and so do its grants",
            );
          }
          const data = { departmentId: args.department, name: demand("name", args.name) };
          return taking.tx.app.upsert({ where: { id }, create: { id, ...data }, update: data });
        },
        { department: args.department },
      ),
  }),
  registerOfficer: t.field({
    type: Officer,
    description: "登记经办人及其角色；再次登记即更新，角色为空即停用；不得为本人登记",
    ...internal,
    args: {
      id: t.arg.string({ required: true, description: "经办人账号" }),
      department: t.arg.string({ required: true, description: "所属部门标识" }),
      name: t.arg.string({ required: true, description: "姓名" }),
      roles: t.arg({ type: [PartyRole], required: true, description: "角色" }),
    },
    resolve: (_, args, context) => registerOfficer(context, args),
  }),
}));
