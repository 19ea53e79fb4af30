import type { PrismaClient } from "../../subgraphs/sharing/generated/prisma/client.ts";
import { actAs, inLanes } from "./act-as.ts";
import { DEMO_AREA, DEMO_DEPARTMENTS, DEMO_FOUNDER } from "./demo-parties.ts";
import { readDemoApps } from "./demo-wishes.ts";

const DEPARTMENT = `mutation ($id: String!, $name: String!, $sharingBody: String!, $areaCode: String!) {
  registerDepartment(id: $id, name: $name, sharingBody: $sharingBody, areaCode: $areaCode) { id } }`;
const APP = `mutation ($id: String!, $department: String!, $name: String!) {
  registerApp(id: $id, department: $department, name: $name) { id } }`;
const OFFICER = `mutation ($id: String!, $department: String!, $name: String!, $roles: [PartyRole!]!) {
  registerOfficer(id: $id, department: $department, name: $name, roles: $roles) { id } }`;
interface Party {
  readonly id: string;
}

const without = <Wanted extends Party>(parties: readonly Wanted[], known: readonly Party[]): readonly Wanted[] => {
  const ids = new Set(known.map(({ id }) => id));
  return parties.filter(({ id }) => !ids.has(id));
};

/**
 * Registers the demo's parties that the register does not have, as the founder does: a demo that was built before they
 * were thought of gets them with its next start. What somebody has changed since stays changed.
 */
export const registerDemoParties = async (database: PrismaClient): Promise<void> => {
  const act = actAs(database);
  const register = (step: string) => (variables: object) => act(DEMO_FOUNDER, "data-administration", step, variables);
  const demo = await readDemoApps();
  const departments = DEMO_DEPARTMENTS.map((department) => ({ ...department, areaCode: DEMO_AREA }));
  const apps = demo.map(({ id, name, department }) => ({ id, name, department }));
  const officers = demo.flatMap(({ department, officers: people }) =>
    people.map(({ id, name, roles }) => ({ id, department, name, roles })),
  );
  await inLanes(without(departments, await database.department.findMany()), register(DEPARTMENT));
  await inLanes(without(apps, await database.app.findMany()), register(APP));
  await inLanes(without(officers, await database.officer.findMany()), register(OFFICER));
};
