import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { openOffice, type Office } from "./office.ts";
import { APPLICATION, DECISIONS, matters, STEPS } from "./steps.ts";

let office: Office;
beforeAll(async () => {
  office = await openOffice("oversight", {
    disclosuresOf: ({ coordinate, subject, department }) =>
      Promise.resolve([`receipt-of-${department}-${coordinate}-${subject.slice(0, 4)}`]),
  });
});
afterAll(() => office.close());

test("O5: least privilege: what was not used for 30 days is listed with a proposal to narrow", async () => {
  office.at("2026-09-01T09:00");
  const [partly, never] = [await matters(office).active(), await matters(office).active()];
  office.at("2026-11-20T09:00");
  const young = await matters(office).active();
  await office.used([
    { grant: partly, coordinate: "Person.name", at: new Date("2026-11-10T02:00:00Z"), rows: 3 },
    { grant: partly, coordinate: "Person.name", at: new Date("2026-11-10T03:00:00Z"), rows: 4 },
    { grant: partly, coordinate: "Person.address", at: new Date("2026-09-10T03:00:00Z"), rows: 4 },
    { grant: "G99999", coordinate: "Person.name", at: new Date("2026-11-10T03:00:00Z"), rows: 4 },
    { grant: "g1-of-a-file", coordinate: "Person.name", at: new Date("2026-11-10T03:00:00Z"), rows: 4 },
  ]);
  expect(await office.database.grantUsage.findMany({ orderBy: { day: "desc" }, take: 1 })).toMatchObject([
    { requests: 2n, rows: 7n },
  ]);
  const LEAST = `query ($days: Int!) { leastPrivilege(days: $days) { grant { id } unused lastUsedOn proposal } }`;
  const within30 = await office.done("applicant.human-resources", LEAST, { days: 30 });
  expect(within30).toEqual([
    { grant: { id: partly }, unused: ["Person.address"], lastUsedOn: "2026-11-10", proposal: "NARROW" },
    { grant: { id: never }, unused: ["Person.address", "Person.name"], lastUsedOn: null, proposal: "RELINQUISH" },
  ]);
  expect(JSON.stringify(within30)).not.toContain(young);
  expect(await office.done("applicant.human-resources", LEAST, { days: 90 })).toEqual([]);
  expect(await office.done("applicant.housing", LEAST, { days: 30 })).toEqual([]);
  await office.done("applicant.human-resources", STEPS.narrowGrant, { id: partly });
  expect(await office.done("applicant.human-resources", LEAST, { days: 30 })).toMatchObject([{ grant: { id: never } }]);
});

test("第二十六条: a correction is answered by the owner and linked to the disclosures that carried the value", async () => {
  office.at("2026-11-02T09:00");
  const filed = await office.done<{ id: string }>("applicant.human-resources", STEPS.fileCorrection);
  expect(filed).toMatchObject({
    state: "FILED",
    disclosures: ["receipt-1", "receipt-of-human-resources-Person.address-AbCd"],
  });
  const CORRECTIONS = `{ corrections(state: FILED) { edges { node { id provider term { article dueOn state } } } } }`;
  const node = {
    id: filed.id,
    provider: "public-security",
    term: { article: 26, dueOn: "2026-11-16", state: "RUNNING" },
  };
  expect(await office.done("owner.public-security", CORRECTIONS)).toEqual({ edges: [{ node }] });
  expect(await office.done("owner.housing", CORRECTIONS)).toEqual({ edges: [] });
  expect(await office.done("owner.public-security", `{ dueDates { matter id term { dueOn } } }`)).toContainEqual({
    matter: "correction",
    id: filed.id,
    term: { dueOn: "2026-11-16" },
  });
  const answer = { id: filed.id, upheld: true };
  // R22: for an outsider there is no such correction, whether there is one or not; the record knows better.
  for (const id of [filed.id, "999999"])
    expect(await office.refused("owner.housing", STEPS.answerCorrection, { ...answer, id })).toBe("HUB_NOT_FOUND");
  const attempts = await office.database.sharingEvent.findMany({
    where: { officer: "owner.housing", action: { startsWith: "UPHOLD" } },
    orderBy: { id: "asc" },
  });
  expect(attempts.map(({ matterId, detail }) => [matterId, (detail as { refused: string }).refused])).toEqual([
    [filed.id, "WRONG_DEPARTMENT"],
    ["new", "HUB_NOT_FOUND"],
  ]);
  expect(await office.done("owner.public-security", STEPS.answerCorrection, answer)).toMatchObject({ state: "UPHELD" });
  expect(await office.refused("owner.public-security", STEPS.answerCorrection, answer)).toBe(
    "HUB_STEP_REFUSED WRONG_STATE",
  );
  const NUMBERED = `mutation { fileCorrection(coordinate: "Person.address", subject: "11010519491231002X", objection: "不符") { id } }`;
  expect(await office.refused("applicant.human-resources", NUMBERED)).toBe("HUB_APPLICATION_INVALID");
});

test("statistics tell what each department was asked, answered in time, refused, shares and sees used", async () => {
  const since = "2027-01-01";
  office.at("2027-01-04T09:00");
  const { received } = matters(office);
  const [first, second] = [await received(), await received(), await received()];
  await office.done("owner.public-security", STEPS.decideItems, { id: first, decisions: DECISIONS });
  await office.done("reviewer.public-security", STEPS.confirmDecision, { id: first });
  office.at("2027-03-01T09:00");
  const refusal = DECISIONS.map(({ coordinate }) => ({ coordinate, decision: "REFUSED", reason: "用途不符" }));
  await office.done("owner.public-security", STEPS.decideItems, { id: second, decisions: refusal });
  await office.done("reviewer.public-security", STEPS.confirmDecision, { id: second });
  const STATISTICS = `query ($from: Date!) { sharingStatistics(from: $from, to: "2027-12-31") {
    department asked shared masked refused open reviews answeredInTime answeredLate overdue } }`;
  expect(await office.done("auditor.housing", STATISTICS, { from: since })).toEqual([
    {
      department: "public-security",
      asked: 6,
      shared: 2,
      masked: 1,
      refused: 2,
      open: 2,
      reviews: 3,
      answeredInTime: 1,
      answeredLate: 1,
      overdue: 1,
    },
  ]);
});

test("G25: 第二十六条: how good the data is: corrections that were found true, and those that were not, beside what is open", async () => {
  office.at("2028-02-01T09:00");
  const { correction } = matters(office);
  const [first, second, third] = [await correction(), await correction(), await correction(), await correction()];
  const answer = (id: string, upheld: boolean) =>
    office.done("owner.public-security", STEPS.answerCorrection, { id, upheld });
  await answer(first, true);
  await answer(second, true);
  await answer(third, false);
  const QUALITY = `{ sharingStatistics(from: "2028-02-01", to: "2028-03-01") { department correctionsUpheld correctionsRejected } }`;
  const told = { department: "public-security", correctionsUpheld: 2, correctionsRejected: 1 };
  for (const officer of ["auditor.housing", "owner.public-security"])
    expect(await office.done(officer, QUALITY)).toContainEqual(told);
  // Too few to be told to those whom they are not about.
  expect(await office.done("owner.housing", QUALITY)).toContainEqual({
    ...told,
    correctionsUpheld: null,
    correctionsRejected: null,
  });
});

test("G25: 第十七条、第二十一条、第二十二条、第二十六条: every duty with a limit is counted: kept, late or overdue; what still runs is not", async () => {
  office.at("2027-06-01T09:00");
  const { granted, correction, update } = matters(office);
  const open = { ...APPLICATION, purposeCode: "BY_RULE", items: [{ coordinate: "Enterprise.name", outcome: "CLEAR" }] };
  const { id } = await office.done<{ id: string }>("applicant.human-resources", STEPS.submitApplication, {
    input: open,
  });
  await office.done("reviewer.human-resources", STEPS.consentToApplication, { id });
  const [, late] = [await granted(), await granted(), await granted()];
  const [soon] = [await granted()];
  await office.done("owner.public-security", STEPS.activateGrant, { id: soon });
  const [first, second] = [await correction(), await correction(), await correction()];
  await office.done("owner.public-security", STEPS.answerCorrection, { id: first, upheld: true });
  await update();
  const duties = () =>
    office.done(
      "auditor.housing",
      `{ sharingStatistics(from: "2027-06-01", to: "2027-12-31") { department ruledInTime ruledLate deliveredInTime deliveredLate
        deliveryOverdue correctedInTime correctedLate correctionOverdue updatedInTime updatedLate updateOverdue } }`,
    );
  const none = { ruledInTime: 0, ruledLate: 0, deliveredInTime: 0, deliveredLate: 0, deliveryOverdue: 0 };
  const nothing = {
    ...none,
    correctedInTime: 0,
    correctedLate: 0,
    correctionOverdue: 0,
    updatedInTime: 0,
    updatedLate: 0,
  };
  // The update is called for a change of the law in November 2026: its limit runs from there.
  const enterprise = { ...nothing, updateOverdue: 0, department: "enterprise", ruledInTime: 1, deliveredInTime: 1 };
  const police = {
    ...nothing,
    department: "public-security",
    deliveredInTime: 1,
    correctedInTime: 1,
    updateOverdue: 1,
  };
  expect(await duties()).toEqual([enterprise, police]);
  office.at("2027-08-02T09:00");
  await office.done("owner.public-security", STEPS.activateGrant, { id: late });
  await office.done("owner.public-security", STEPS.answerCorrection, { id: second, upheld: false });
  expect(await duties()).toEqual([
    enterprise,
    { ...police, deliveredLate: 1, deliveryOverdue: 2, correctedLate: 1, correctionOverdue: 1 },
  ]);
});

test("the record of steps is for who oversees; others see their own matters", async () => {
  const EVENTS = `{ sharingEvents(first: 5) { edges { node { action } } } }`;
  const seen = async (officer: string): Promise<number> =>
    (await office.done<{ edges: object[] }>(officer, EVENTS)).edges.length;
  expect(await seen("auditor.housing")).toBe(5);
  expect(await seen("applicant.human-resources")).toBe(0);
  const APPLICATIONS = `{ applications(first: 1) { edges { node { id } } } }`;
  const applications = async (officer: string): Promise<number> =>
    (await office.done<{ edges: object[] }>(officer, APPLICATIONS)).edges.length;
  expect(await applications("applicant.human-resources")).toBe(1);
  expect(await applications("owner.public-security")).toBe(1);
  expect(await applications("owner.housing")).toBe(0);
  expect(await applications("auditor.housing")).toBe(1);
});
