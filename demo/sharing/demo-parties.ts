import type { PrismaClient } from "../../subgraphs/sharing/generated/prisma/client.ts";
import { foundRegister } from "../../subgraphs/sharing/workflow/found-register.ts";
import { readDemoIdentities } from "../identities/demo-identities.ts";
import { actAs, inLanes } from "./act-as.ts";

/** The city's own division code. */
const DEMO_AREA = "411100";

/** Officers who open the register: the first proposes the roles of everybody else, the second confirms them. */
export const DEMO_FOUNDERS = ["demo-founder", "demo-security-administrator.data-administration"] as const;

const FOUNDING_DEPARTMENT = "data-administration";

/** The departments of the demo city: those that have an office among the identities. */
const demoDepartments = (demo = readDemoIdentities()) =>
  demo.flatMap(({ department: id, party }) => {
    if (party === undefined) return [];
    const { area = DEMO_AREA, ...named } = party;
    return [{ id, ...named, areaCode: area.padEnd(12, "0") }];
  });

/** Account of the demo officer who holds a role in a department's sharing body: `demo-owner.housing`. */
export function demoOfficer(role: "APPLICANT" | "REVIEWER" | "OWNER", department: string): string {
  return `demo-${role.toLowerCase()}.${department}`;
}

const DEPARTMENT = `mutation ($id: String!, $name: String!, $sharingBody: String!, $areaCode: String!) {
  registerDepartment(id: $id, name: $name, sharingBody: $sharingBody, areaCode: $areaCode) { id } }`;
const APP = `mutation ($id: String!, $department: String!, $name: String!) {
  registerApp(id: $id, department: $department, name: $name) { id } }`;
const OFFICER = `mutation ($id: String!, $department: String!, $name: String!, $roles: [PartyRole!]!) {
  registerOfficer(id: $id, department: $department, name: $name, roles: $roles) { id } }`;
const CONFIRM = `mutation ($id: String!, $department: String!, $roles: [PartyRole!]!) { confirmRoles(officer: $id, department: $department, roles: $roles) { id } }`;

interface Party {
  readonly id: string;
}

const without = <Wanted extends Party>(parties: readonly Wanted[], known: readonly Party[]): readonly Wanted[] => {
  const ids = new Set(known.map(({ id }) => id));
  return parties.filter(({ id }) => !ids.has(id));
};

/**
 * Registers the demo's parties that the register does not have, as the founders do: a demo that was built before they
 * were thought of gets them with its next start. What somebody has changed since stays changed.
 * @param demo the apps that are registered with their officers, and the departments whose offices are among them
 */
export async function registerDemoParties(database: PrismaClient, demo = readDemoIdentities()): Promise<void> {
  const act = actAs(database);
  const [proposer, confirmer] = DEMO_FOUNDERS;
  const register = (step: string) => (variables: object) => act(proposer, FOUNDING_DEPARTMENT, step, variables);
  const give = async (officer: {
    readonly id: string;
    readonly department: string;
    readonly roles: readonly string[];
  }) => {
    await register(OFFICER)(officer);
    const { id, department, roles } = officer;
    await act(confirmer, FOUNDING_DEPARTMENT, CONFIRM, { id, department, roles });
  };
  const departments = demoDepartments(demo);
  const apps = demo.map(({ id, name, department }) => ({ id, name, department }));
  const officers = demo.flatMap(({ department, officers: people }) =>
    people.map(({ id, name, roles }) => ({ id, department, name, roles })),
  );
  await inLanes(without(departments, await database.department.findMany()), register(DEPARTMENT));
  await inLanes(without(apps, await database.app.findMany()), register(APP));
  await inLanes(without(officers, await database.officer.findMany()), give);
}

const KEYS = `mutation ($id: String!, $department: String!, $name: String!, $keys: String!) {
  registerApp(id: $id, department: $department, name: $name, keys: $keys) { proposedKeys } }`;
const CONFIRM_KEYS = `mutation ($app: String!, $keys: [String!]!) { confirmKeys(app: $app, keys: $keys) { id } }`;

/** Registers keys for the demo's apps that have none yet, as the founders do. @param jwksOf the public keys of an app */
export async function registerDemoKeys(
  database: PrismaClient,
  jwksOf: (app: string) => Promise<object>,
): Promise<void> {
  const act = actAs(database);
  const [proposer, confirmer] = DEMO_FOUNDERS;
  const demo = new Set(readDemoIdentities().map(({ id }) => id));
  const keyless = (await database.app.findMany({ where: { keys: { equals: [] } } })).filter(({ id }) => demo.has(id));
  await inLanes(keyless, async ({ id, departmentId: department, name }) => {
    const variables = { id, department, name, keys: JSON.stringify(await jwksOf(id)) };
    const { proposedKeys: keys } = await act<{ readonly proposedKeys: readonly string[] }>(
      proposer,
      FOUNDING_DEPARTMENT,
      KEYS,
      variables,
    );
    await act(confirmer, FOUNDING_DEPARTMENT, CONFIRM_KEYS, { app: id, keys });
  });
}

/** Opens the register as an operator does. @returns false when it is open already */
export async function openDemoRegister(database: PrismaClient): Promise<boolean> {
  const department = demoDepartments().find(({ id }) => id === FOUNDING_DEPARTMENT);
  const people = readDemoIdentities().flatMap(({ officers }) => officers);
  const [first, second] = DEMO_FOUNDERS.map((id) => people.find((officer) => officer.id === id));
  if (department === undefined || first === undefined || second === undefined)
    throw new Error(`${DEMO_FOUNDERS.join(" or ")} of ${FOUNDING_DEPARTMENT} is not among the demo identities`);
  const named = ({ id, name }: typeof first) => ({ id, name });
  return foundRegister(database, { department, officers: [named(first), named(second)] });
}
