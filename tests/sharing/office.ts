import { graphql } from "graphql";
import { Client } from "pg";
import { openUsageDesk } from "../../gateway/grant/usage-desk.ts";
import type { GrantUse, OperationUse } from "../../gateway/record/grant-use.ts";
import type { Envelope } from "../../schema/envelope/envelope.ts";
import { migrateDatabase } from "../../subgraphs/kit/postgres/migrate-database.ts";
import { adapterFor } from "../../subgraphs/kit/subgraph.ts";
import { createSharing } from "../../subgraphs/sharing/create-sharing.ts";
import type { SharingEvent } from "../../subgraphs/sharing/event.ts";
import type { PrismaClient } from "../../subgraphs/sharing/generated/prisma/client.ts";
import { adoptRegister } from "../../subgraphs/sharing/workflow/adopt-all.ts";
import { foundRegister } from "../../subgraphs/sharing/workflow/found-register.ts";
import type { SharingServices } from "../../subgraphs/sharing/services.ts";
import { servedUrls, testDatabase } from "../test-database.ts";

/** An answer as GraphQL gave it, plain. */
interface Answer {
  readonly data?: Record<string, never> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: Record<string, unknown> }[];
}

/** The sharing subgraph with its own database, its clock in the test's hand. */
export interface Office {
  readonly database: PrismaClient;
  /** The database for its owner. */
  readonly databaseUrl: string;
  /** The same for the service itself. */
  readonly servedUrl: string;
  /** The same for a gateway, which only reads grants and counts. */
  readonly gatewayUrl: string;
  readonly events: SharingEvent[];
  /** Sets the clock: local time in Beijing, "2026-11-24T09:00". */
  readonly at: (time: string) => void;
  /** What an officer (`id@department`) asks or does. */
  readonly as: (officer: string, operation: string, variables?: object) => Promise<Answer>;
  /** The first field of the answer's data. @throws when there are errors */
  readonly done: <Result = Record<string, unknown>>(
    officer: string,
    operation: string,
    variables?: object,
  ) => Promise<Result>;
  /** Code and reason of the refusal. */
  readonly refused: (officer: string, operation: string, variables?: object) => Promise<string>;
  /** Registers an officer, and confirms the roles by a second hand. */
  readonly registered: (id: string, department: string, ...roles: string[]) => Promise<void>;
  /** Counts uses as a gateway does. */
  readonly used: (uses: readonly GrantUse[], operation?: OperationUse) => Promise<void>;
  readonly close: () => Promise<void>;
}

const REGISTER = `mutation ($id: String!, $department: String!, $roles: [PartyRole!]!) {
  registerOfficer(id: $id, department: $department, name: "新人", roles: $roles) { proposedRoles } }`;
const CONFIRM = `mutation ($id: String!, $department: String!, $roles: [PartyRole!]!) { confirmRoles(officer: $id, department: $department, roles: $roles) { roles } }`;

const DEPARTMENTS = [
  ["data-administration", "漯河市数据局", "共享协调科"],
  ["human-resources", "漯河市人力资源和社会保障局", "信息中心"],
  ["public-security", "漯河市公安局", "科技信息化支队"],
  ["housing", "漯河市住房和城乡建设局", "信息科"],
  ["enterprise", "漯河市市场监督管理局", "信用科"],
] as const;

/** Every role of the workflow. */
export const ROLES = [
  "APPLICANT",
  "REVIEWER",
  "OWNER",
  "SECURITY_ADMINISTRATOR",
  "AUDITOR",
  "AUTHORITY",
  "GOVERNMENT",
] as const;

/** Account of the officer who holds one role in a department: `owner.housing`. */
const accountOf = (role: string, department: string): string =>
  `${role.toLowerCase().replaceAll("_", "-")}.${department}`;

const envelopeOf = (officer: string, department: string): Envelope => ({
  app: `${department}-desk`,
  department,
  officer,
  roles: [],
  subject: null,
  enterprise: null,
  purpose: "DATA_SHARING",
  grant: "",
  policy: "",
  lines: [],
  keys: new Set(),
  document: "",
});

/** `owner.housing` acts for housing; `owner.housing@enterprise` pretends to. */
const partsOf = (officer: string): readonly [string, string] => {
  const [account = "", department] = officer.split("@");
  return [account, department ?? account.slice(account.indexOf(".") + 1)];
};

/** One officer for every role in every department, and one app per department. The matrix registers through the workflow. */
const registerAll = async (database: PrismaClient): Promise<void> => {
  const [authority] = DEPARTMENTS;
  const areaCode = "411100000000";
  await foundRegister(database, {
    department: { id: authority[0], name: authority[1], sharingBody: authority[2], areaCode },
    officers: [
      { id: "founder.data-administration", name: "系统建立者" },
      { id: "second-founder.data-administration", name: "系统建立者之二" },
    ],
  });
  const given = { givenBy: "founder.data-administration", givenAt: new Date() };
  await database.department.createMany({
    data: DEPARTMENTS.slice(1).map(([id, name, sharingBody]) => ({ id, name, sharingBody, areaCode })),
  });
  await database.app.createMany({
    data: DEPARTMENTS.map(([id, name]) => ({ id: `${id}-app`, departmentId: id, name: `${name}业务系统` })),
  });
  const officers = DEPARTMENTS.flatMap(([id, name]) =>
    ROLES.map((role) => ({ id: accountOf(role, id), departmentId: id, name: `${name}${role}`, role })),
  );
  await database.officer.createMany({
    data: officers.map(({ id, departmentId, name }) => ({ id, departmentId, name })),
  });
  await database.officerRole.createMany({ data: officers.map(({ id, role }) => ({ officerId: id, role, ...given })) });
};

const emptied = async (url: string): Promise<void> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("drop schema public cascade; create schema public");
  } finally {
    await client.end();
  }
};

/** Opens an office of its own for one test file. */
export const openOffice = async (name: string, services: Partial<SharingServices> = {}): Promise<Office> => {
  const databaseUrl = await testDatabase(`sharing_${name}`);
  await emptied(databaseUrl);
  await migrateDatabase("sharing", databaseUrl);
  const [servedUrl, gatewayUrl = ""] = await servedUrls("sharing", databaseUrl);
  let now = new Date("2026-11-02T09:00:00+08:00");
  const events: SharingEvent[] = [];
  const { schema, connect } = createSharing({
    now: () => now,
    secondClock: () => Promise.resolve(now),
    onEvent: (event) => {
      events.push(event);
      return Promise.resolve();
    },
    ...services,
  });
  const database = connect(adapterFor(servedUrl));
  const as: Office["as"] = async (officer, source, variables = {}) => {
    const contextValue = { database, envelope: envelopeOf(...partsOf(officer)) };
    const answer = await graphql({ schema, source, contextValue, variableValues: { ...variables } });
    return JSON.parse(JSON.stringify(answer)) as Answer;
  };
  const done: Office["done"] = async (officer, operation, variables) => {
    const { data, errors } = await as(officer, operation, variables);
    if (errors) throw new Error(errors.map(({ message }) => message).join("\n"));
    return Object.values(data ?? {})[0] as never;
  };
  const refused: Office["refused"] = async (officer, operation, variables) => {
    const { errors = [] } = await as(officer, operation, variables);
    const { code, reason } = errors[0]?.extensions ?? {};
    const first = typeof code === "string" ? code : (errors[0]?.message ?? "allowed");
    return typeof reason === "string" ? `${first} ${reason}` : first;
  };
  const at: Office["at"] = (time) => {
    now = new Date(`${time}:00+08:00`);
  };
  const registered: Office["registered"] = async (id, department, ...roles) => {
    const [first, second] = ["founder.data-administration", "second-founder.data-administration"];
    const { proposedRoles } = await done<{ proposedRoles: string[] }>(first, REGISTER, { id, department, roles });
    if (proposedRoles.length > 0) await done(second, CONFIRM, { id, department, roles: proposedRoles });
  };
  const office = {
    registered,
    database,
    databaseUrl,
    servedUrl,
    gatewayUrl,
    events,
    at,
    as,
    done,
    refused,
    used: async (uses: readonly GrantUse[], operation?: OperationUse) => {
      const desk = openUsageDesk(gatewayUrl, (error) => {
        throw error;
      });
      desk.note(uses, operation);
      await desk.close();
    },
    close: () => database.$disconnect(),
  };
  await registerAll(database);
  if (services.areStated !== undefined) await adoptRegister(database);
  events.length = 0;
  return office;
};
