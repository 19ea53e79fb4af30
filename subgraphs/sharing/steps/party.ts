import { PartyRole } from "../enums.ts";
import { invalid, notFound } from "../errors.ts";
import { App, Department, Officer } from "../types/parties.ts";
import { formed, list, name, text, word } from "../workflow/arguments.ts";
import { act, transition } from "../workflow/declare.ts";
import { called, named, type StepContext } from "../workflow/step.ts";
import { security } from "../workflow/transition.ts";

const MOST_ROLES = 20;

/** Registering again changes what is registered; nobody registers themselves. */
const registering = {
  article: 11,
  from: [null, "REGISTERED"],
  to: "REGISTERED",
  by: [security],
  apart: ["self"],
} as const;

/** The one step of a party (各方): its registration by a security administrator, by one of the mutations below. */
export const PARTY_STEPS = named({ REGISTER: transition("party", registering) });

const asParty = (id: string, self: string | null = null) => ({
  id,
  state: null,
  consumer: null,
  provider: null,
  involved: { self },
});

const assertDepartment = async ({ tx }: StepContext, id: string): Promise<void> => {
  if ((await tx.department.count({ where: { id } })) === 0) throw notFound("department");
};

const registerDepartment = act("party", Department, {
  ...registering,
  mutation: "registerDepartment",
  description: "登记部门及其共享工作机构（第十一条）；再次登记即更新",
  args: {
    id: name("部门标识"),
    name: text("部门名称", 200),
    sharingBody: text("共享工作机构", 200),
    areaCode: formed("区划代码（12位）", /^[1-9]\d{11}$/, { en: "12 digits", zh: "12 位数字" }),
  },
  load: (_, { id }) => id,
  view: (id) => asParty(id),
  effect: ({ tx }, { id, ...data }) => tx.department.upsert({ where: { id }, create: { id, ...data }, update: data }),
  tells: (department) => ({ name: department.name }),
});

const registerApp = act("party", App, {
  ...registering,
  mutation: "registerApp",
  description: "登记应用；应用所属部门不得改变",
  args: { id: name("应用标识"), department: name("所属部门标识"), name: text("应用名称", 200) },
  load: (_, { id }) => id,
  view: (id) => asParty(id),
  effect: async (context, { id, department, name: appName }) => {
    await assertDepartment(context, department);
    const before = await context.tx.app.findUnique({ where: { id } });
    if (before && before.departmentId !== department) {
      throw invalid(
        "department",
        "an app stays with its department, and so do its grants",
        "应用及其授权不得转至其他部门",
      );
    }
    const data = { departmentId: department, name: appName };
    return context.tx.app.upsert({ where: { id }, create: { id, ...data }, update: data });
  },
  tells: (_, { department }) => ({ department }),
});

const registerOfficer = act("party", Officer, {
  ...registering,
  mutation: "registerOfficer",
  description: "登记经办人及其角色；再次登记即更新，角色为空即停用；不得为本人登记",
  args: {
    id: formed("经办人账号", /^[^\s\p{C}]{1,64}$/u, {
      en: "an account of 1 to 64 characters without blanks",
      zh: "1 至 64 个字符、不含空格的账号",
    }),
    department: name("所属部门标识"),
    name: text("姓名", 200),
    roles: list(word(PartyRole, "角色"), "角色", MOST_ROLES),
  },
  load: (_, { id }) => id,
  view: (id) => asParty(id, id),
  effect: async (context, { id, department, name: personName, roles }) => {
    const { tx, actor, now } = context;
    await assertDepartment(context, department);
    const data = { departmentId: department, name: personName };
    const officer = await tx.officer.upsert({ where: { id }, create: { id, ...data }, update: data });
    await tx.officerRole.deleteMany({ where: { officerId: id } });
    const given = { officerId: id, givenBy: actor.officer, givenAt: now };
    await tx.officerRole.createMany({ data: [...new Set(roles)].map((role) => ({ ...given, role })) });
    return officer;
  },
  tells: (_, { department, roles }) => ({ department, roles }),
});

/** The mutations by which the step REGISTER is taken. */
export const REGISTRATIONS = [registerDepartment, registerApp, registerOfficer].map((way) => called("REGISTER", way));
