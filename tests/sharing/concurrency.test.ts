import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { barMatter, loadBar } from "../../subgraphs/sharing/matters/bar.ts";
import { correctionMatter, loadCorrection } from "../../subgraphs/sharing/matters/correction.ts";
import { disputeMatter, loadDispute } from "../../subgraphs/sharing/matters/dispute.ts";
import { grantMatter, loadGrant } from "../../subgraphs/sharing/matters/grant.ts";
import { ConcurrentChange } from "../../subgraphs/sharing/workflow/matter.ts";
import { openOffice, type Office } from "./office.ts";
import { APPLICATION, DECISIONS, matters, STEPS } from "./steps.ts";

let office: Office;
beforeAll(async () => {
  office = await openOffice("concurrency");
});
afterAll(() => office.close());

/** Colleagues with the same role in a department. */
const colleagues = async (department: string, role: string, count: number): Promise<string[]> => {
  const ids = Array.from({ length: count }, (_, at) => `${role.toLowerCase()}-${at}.${department}`);
  for (const id of ids) await office.registered(id, department, role);
  return ids;
};

test("of eight heads who answer at the same instant one does, and the grant is given once", async () => {
  const heads = await colleagues("public-security", "REVIEWER", 8);
  const id = await matters(office).decided();
  const answers = await Promise.all(heads.map((head) => office.refused(head, STEPS.confirmDecision, { id })));
  expect(answers.filter((answer) => answer === "allowed")).toHaveLength(1);
  expect(new Set(answers.filter((answer) => answer !== "allowed"))).toEqual(new Set(["HUB_STEP_REFUSED WRONG_STATE"]));
  expect(await office.database.grant.count({ where: { applicationId: Number(id) } })).toBe(1);
  expect(await office.database.sharingEvent.count({ where: { action: "GRANT" } })).toBe(1);
});

test("owners who decide differently at the same instant: one decision stands, whole", async () => {
  const owners = await colleagues("public-security", "OWNER", 6);
  const id = await matters(office).received();
  const refuse = DECISIONS.map(({ coordinate }) => ({ coordinate, decision: "REFUSED", reason: "用途不符" }));
  const answers = await Promise.all(
    owners.map((owner, at) =>
      office.refused(owner, STEPS.decideItems, { id, decisions: at % 2 === 0 ? DECISIONS : refuse }),
    ),
  );
  expect(answers.filter((answer) => answer === "allowed")).toHaveLength(1);
  const items = await office.database.applicationItem.findMany({ where: { applicationId: Number(id) } });
  expect(new Set(items.map(({ decidedBy }) => decidedBy)).size).toBe(1);
  expect(new Set(items.map(({ decision }) => decision === "REFUSED")).size).toBe(1);
});

test("two departments that answer the same application at the same instant both do, and it is concluded once", async () => {
  const items = [...APPLICATION.items, { coordinate: "ConstructionProject.contactPhone", outcome: "MASKED" }];
  for (let round = 0; round < 5; round += 1) {
    const id = await matters(office).submitted(items);
    await office.done("reviewer.human-resources", STEPS.consentToApplication, { id });
    await office.done("owner.public-security", STEPS.decideItems, { id, decisions: DECISIONS });
    const decisions = [{ coordinate: "ConstructionProject.contactPhone", decision: "MASKED" }];
    await office.done("owner.housing", STEPS.decideItems, { id, decisions });
    const answers = await Promise.all(
      ["public-security", "housing"].map((department) =>
        office.refused(`reviewer.${department}`, STEPS.confirmDecision, { id }),
      ),
    );
    expect(answers).toEqual(["allowed", "allowed"]);
    const application = await office.database.application.findUniqueOrThrow({ where: { id: Number(id) } });
    expect(application.state).toBe("DECIDED");
    const concluded = { action: "CONCLUDE", matterId: id };
    expect(await office.database.sharingEvent.count({ where: concluded })).toBe(1);
    expect(await office.database.grant.count({ where: { applicationId: Number(id) } })).toBe(2);
  }
});

test("a grant that is suspended and revoked at the same instant is ended or suspended, never in use", async () => {
  for (let round = 0; round < 5; round += 1) {
    const id = await matters(office).active();
    await Promise.all([
      office.as("owner.public-security", STEPS.suspendGrant, { id }),
      office.as("authority.data-administration", STEPS.revokeGrant, { id }),
    ]);
    const { state, suspendedAt, endedAt } = await office.database.grant.findUniqueOrThrow({
      where: { id: Number(id.slice(1)) },
    });
    // Who suspends first has the grant rectified or terminated; who revokes first has nothing left to suspend.
    expect([state, suspendedAt !== null, endedAt !== null]).toEqual(
      state === "REVOKED" ? ["REVOKED", false, true] : ["SUSPENDED", true, false],
    );
  }
});

test("T8: a matter that somebody else has moved on meanwhile is not written over", async () => {
  const all = matters(office);
  const { database } = office;
  const [grant, bar, correction, dispute] = [
    await all.active(),
    await all.bar(),
    await all.correction(),
    await all.dispute(),
  ];
  const stale = [
    async () => {
      const row = await loadGrant(database, grant);
      await database.grant.update({ where: { id: row.grant.id }, data: { version: { increment: 1 } } });
      await grantMatter.write(database, row, { reason: "r" }, "SUSPENDED");
    },
    async () => {
      const row = await loadBar(database, bar);
      await database.bar.update({ where: { id: row.id }, data: { version: { increment: 1 } } });
      await barMatter.write(database, row, { liftReason: "r" }, "LIFTED");
    },
    async () => {
      const row = await loadCorrection(database, correction);
      await database.correction.update({ where: { id: row.id }, data: { version: { increment: 1 } } });
      await correctionMatter.write(database, row, { answer: "r" }, "UPHELD");
    },
    async () => {
      const row = await loadDispute(database, dispute);
      await database.dispute.update({ where: { id: row.dispute.id }, data: { version: { increment: 1 } } });
      await disputeMatter.write(database, row, { answer: "r" }, "ANSWERED");
    },
  ];
  for (const write of stale) await expect(write()).rejects.toBeInstanceOf(ConcurrentChange);
});
