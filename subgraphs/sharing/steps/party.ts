import { thumbprintOf } from "../../../schema/app-keys.ts";
import { OnDenied, PartyRole } from "../enums.ts";
import { invalid, notFound } from "../errors.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { App, Department, Officer } from "../types/parties.ts";
import { formed, list, name, optional, text, word } from "../workflow/arguments.ts";
import { act, transition } from "../workflow/declare.ts";
import { ConcurrentChange } from "../workflow/matter.ts";
import { called, named, type StepContext } from "../workflow/step.ts";
import { incompatible, security } from "../workflow/transition.ts";
import { jwks, keysIn, registeredKeys, stored, thumbprints, waitingKeys } from "./app-keys.ts";

const MOST_ROLES = 20;

/** Registering again changes what is registered; nobody registers themselves. */
const registering = {
  article: 11,
  from: [null, "REGISTERED"],
  to: "REGISTERED",
  by: [security],
  apart: ["self"],
} as const;

/** A role or a key is not confirmed by the one who proposed it, nor a role by the one who receives it. */
const confirming = {
  article: 11,
  from: ["REGISTERED"],
  to: "REGISTERED",
  by: [security],
  apart: ["self", "proposer"],
} as const;

/**
 * The steps of a party (各方), by the mutations below: its registration, and the confirmation of roles and keys by a second hand. APPOINT is no
 * person's: an operator takes it where no second hand is left (`workflow/appoint-administrator.ts`).
 */
export const PARTY_STEPS = named({
  REGISTER: transition("party", registering),
  CONFIRM_ROLES: transition("party", confirming),
  CONFIRM_KEYS: transition("party", confirming),
  APPOINT: transition("party", { ...registering, by: [], apart: [] }),
});

const asParty = (id: string, involved: Partial<Record<"self" | "proposer", string | null>> = {}) => ({
  id,
  state: null as string | null,
  consumer: null,
  provider: null,
  involved,
});

/** The author of a party's entry, who said last whose it is: the pairing of officer, app and department has an author. */
const registeredBy = ({ actor, now }: StepContext) => ({ registeredBy: actor.officer, registeredAt: now });

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
  effect: (context, { id, ...said }) => {
    const data = { ...said, ...registeredBy(context) };
    return context.tx.department.upsert({ where: { id }, create: { id, ...data }, update: data });
  },
  tells: (department) => ({ name: department.name }),
});

/** A page's origin (RFC 6454) as browsers write it: secure, but on the developer's own machine. */
const origin = formed(
  "网页来源",
  /^(?:https:\/\/[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\]))(?::[1-9]\d{0,4})?$/,
  {
    en: "an origin: https, a host in small letters, a port if any, nothing after it",
    zh: "https://主机[:端口]，小写，其后不带路径",
  },
);

const MOST_ORIGINS = 20;

const registerApp = act("party", App, {
  ...registering,
  mutation: "registerApp",
  description:
    "登记应用；应用所属部门不得改变；再次登记即更新，网页来源、答复方式、公钥未写的不变；收回公钥立即生效，新的公钥须由另一名安全管理员确认",
  args: {
    id: name("应用标识"),
    department: name("所属部门标识"),
    name: text("应用名称", 200),
    origins: optional(
      list(origin, "可以以此应用名义访问的网页来源，如 https://app.luohe.example；空列表为不许网页访问", MOST_ORIGINS),
    ),
    onDenied: optional(word(OnDenied, "有字段不予共享时的默认答复方式；未登记过的为 TELL")),
    keys: optional(jwks),
  },
  load: (_, { id }) => id,
  view: (id) => asParty(id),
  effect: async (context, { id, department, name: appName, origins, onDenied, keys }) => {
    await assertDepartment(context, department);
    const before = await context.tx.app.findUnique({ where: { id } });
    if (before && before.departmentId !== department) {
      throw invalid(
        "department",
        "an app stays with its department, and so do its grants",
        "应用及其授权不得转至其他部门",
      );
    }
    const data = {
      departmentId: department,
      name: appName,
      ...(origins && { origins: [...origins] }),
      ...(onDenied && { onDenied }),
      ...(keys && registeredKeys(keysIn(before?.keys), keys, context.actor.officer)),
      ...registeredBy(context),
    };
    return context.tx.app.upsert({ where: { id }, create: { id, ...data }, update: data });
  },
  tells: (app, { department }) => ({
    department,
    origins: app.origins,
    onDenied: app.onDenied,
    keys: keysIn(app.keys).map(thumbprintOf),
    proposedKeys: waitingKeys(app),
  }),
});

/** The second hand: who holds an app's key can ask as the app, so that one administrator alone lets nobody in. */
const confirmKeys = act("party", App, {
  ...confirming,
  mutation: "confirmKeys",
  description: "另一名安全管理员确认一个应用待确认的全部公钥，公钥随即生效；不得确认本人提出的",
  args: { app: name("应用标识"), keys: thumbprints },
  load: async (tx, { app: id }) => {
    const app = await tx.app.findUnique({ where: { id } });
    if (app === null || app.proposedKeys === null) throw notFound("proposal");
    return app;
  },
  view: ({ id, keysProposedBy }) => ({ ...asParty(id, { proposer: keysProposedBy }), state: "REGISTERED" }),
  effect: async ({ tx }, { keys }, app) => {
    const waiting = waitingKeys(app);
    if (new Set(keys).size !== waiting.length || waiting.some((key) => !keys.includes(key)))
      throw invalid("keys", "expected exactly the keys that are proposed", "应与待确认的公钥完全一致");
    const data = { keys: stored(keysIn(app.proposedKeys)), proposedKeys: Prisma.DbNull, keysProposedBy: null };
    return tx.app.update({ where: { id: app.id }, data });
  },
  tells: ({ departmentId, keys }, { keys: confirmed }) => ({
    department: departmentId,
    keys: keysIn(keys).map(thumbprintOf),
    confirmed,
  }),
});

/** Account of an officer. */
export const account = formed("经办人账号", /^[^\s\p{C}]{1,64}$/u, {
  en: "an account of 1 to 64 characters without blanks",
  zh: "1 至 64 个字符、不含空格的账号",
});

const rolesArgument = list(word(PartyRole, "角色"), "角色", MOST_ROLES);

/** Nobody ends the second hand: without two administrators nobody could confirm anything. */
const assertTwoAdministrators = async ({ tx, refusal }: StepContext): Promise<void> => {
  const left = await tx.officerRole.count({ where: { role: "SECURITY_ADMINISTRATOR" } });
  if (left < 2) throw refusal("two security administrators have to stay", "须至少保留两名安全管理员");
};

const registerOfficer = act("party", Officer, {
  ...registering,
  mutation: "registerOfficer",
  description:
    "登记经办人及其角色；再次登记即更新，角色为空即停用；收回立即生效，新给予的角色须由另一名安全管理员确认；不得为本人登记",
  args: { id: account, department: name("所属部门标识"), name: text("姓名", 200), roles: rolesArgument },
  load: (_, { id }) => id,
  view: (id) => asParty(id, { self: id }),
  effect: async (context, { id, department, name: personName, roles }) => {
    const { tx, actor, now } = context;
    await assertDepartment(context, department);
    const alone = incompatible(new Set(roles));
    if (alone !== undefined) throw invalid("roles", `${alone} is held without any other`, `${alone} 不得兼任其他角色`);
    const data = { departmentId: department, name: personName, ...registeredBy(context) };
    const before = await tx.officer.findUnique({ where: { id } });
    const officer = await tx.officer.upsert({ where: { id }, create: { id, ...data }, update: data });
    // In another department every role is a new one.
    const kept = before?.departmentId === department ? [...roles] : [];
    const { count } = await tx.officerRole.deleteMany({ where: { officerId: id, role: { notIn: kept } } });
    if (count > 0) await assertTwoAdministrators(context);
    const held = new Set((await tx.officerRole.findMany({ where: { officerId: id } })).map(({ role }) => role));
    await tx.proposedRole.deleteMany({ where: { officerId: id } });
    const proposed = [...new Set(roles)].filter((role) => !held.has(role));
    const proposal = { officerId: id, proposedBy: actor.officer, proposedAt: now };
    await tx.proposedRole.createMany({ data: proposed.map((role) => ({ ...proposal, role })) });
    return officer;
  },
  tells: (_, { department, roles }) => ({ department, roles }),
});

/**
 * The second hand: roles that one security administrator has proposed are given by another, who names them and the department that they are for:
 * what was put in the place of what was shown is not confirmed.
 */
const confirmRoles = act("party", Officer, {
  ...confirming,
  mutation: "confirmRoles",
  description: "另一名安全管理员确认一名经办人待确认的全部角色，角色随即生效；不得确认本人提出的，也不得确认给予本人的",
  args: { officer: account, department: name("待确认的经办人所属部门标识"), roles: rolesArgument },
  load: async (tx, { officer: id }) => {
    const officer = await tx.officer.findUnique({ where: { id } });
    const proposed = await tx.proposedRole.findMany({ where: { officerId: id } });
    if (officer === null || proposed.length === 0) throw notFound("proposal");
    return { officer, proposed };
  },
  view: ({ officer: { id }, proposed }) => ({
    ...asParty(id, { self: id, proposer: proposed[0]?.proposedBy ?? null }),
    state: "REGISTERED",
  }),
  effect: async ({ tx, actor, now }, { department, roles }, { officer, proposed }) => {
    if (officer.departmentId !== department)
      throw invalid("department", "expected that of the proposal", "应与待确认的登记一致");
    const wanted = new Set(roles);
    if (wanted.size !== proposed.length || proposed.some(({ role }) => !wanted.has(role)))
      throw invalid("roles", "expected exactly the roles that are proposed", "应与待确认的角色完全一致");
    const held = await tx.officerRole.findMany({ where: { officerId: officer.id } });
    const alone = incompatible(new Set([...held, ...proposed].map(({ role }) => role)));
    if (alone !== undefined) throw invalid("roles", `${alone} is held without any other`, `${alone} 不得兼任其他角色`);
    // A proposal that was taken back or made anew meanwhile is another one.
    const ids = proposed.map(({ role, proposedBy, proposedAt }) => ({ role, proposedBy, proposedAt }));
    const { count } = await tx.proposedRole.deleteMany({ where: { officerId: officer.id, OR: ids } });
    if (count !== proposed.length) throw new ConcurrentChange("the proposal has changed");
    await tx.officerRole.createMany({
      data: proposed.map(({ role, proposedBy }) => ({
        officerId: officer.id,
        role,
        givenBy: proposedBy,
        givenAt: now,
        confirmedBy: actor.officer,
      })),
    });
    return officer;
  },
  tells: ({ departmentId }, { roles }) => ({ department: departmentId, roles }),
});

/** The mutations by which the steps on a party are taken. */
export const REGISTRATIONS = [
  ...[registerDepartment, registerApp, registerOfficer].map((way) => called("REGISTER", way)),
  called("CONFIRM_ROLES", confirmRoles),
  called("CONFIRM_KEYS", confirmKeys),
];
