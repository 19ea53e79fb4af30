import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { openEmbeddedLedger } from "../../deploy/embedded/embedded-ledger.ts";
import { sampleRecord } from "../../ledger/tests/sample-record.ts";
import type { Ledger } from "../../ledger/store/open-ledger.ts";
import { ledgerServices } from "../../subgraphs/sharing/ledger-services.ts";
import { generateKey } from "../../ledger/tree/key.ts";
import { testDatabase } from "../test-database.ts";
import { openWorkflowTabs, type WorkflowTabs } from "./workflow-tabs.ts";

const FILES = {
  SeenValue: "seen-value",
  FileCorrection: "file-correction",
  AnswerCorrection: "answer-correction",
  EmergencyStop: "emergency-stop",
  LiftStop: "lift-stop",
  DisputedGrant: "disputed-grant",
  FileDispute: "file-dispute",
  AnswerDispute: "answer-dispute",
  EscalateDispute: "escalate-dispute",
  CoordinateDispute: "coordinate-dispute",
  DecideDispute: "decide-dispute",
};
const SEEN = "AbCdEfGhIjKlMnOpQrStUv";
let folder: string;
let ledger: Ledger;
let tabs: WorkflowTabs;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hub-recourse-"));
  ledger = await openEmbeddedLedger(folder, await testDatabase("recourse_ledger"));
  const services = ledgerServices(ledger, generateKey("test/sharing"));
  tabs = await openWorkflowTabs({ name: "recourse", folder: "recourse", files: FILES, app: "pension-audit", services });
});
afterAll(async () => {
  await tabs[Symbol.asyncDispose]();
  await ledger.close();
  await rm(folder, { recursive: true });
});

/** The department has asked for somebody's name, and the ledger says so. @returns the record's number */
const see = async (department: string, outcome: "MASKED" | "DENIED" = "MASKED"): Promise<string> => {
  const coordinates = [{ coordinate: "Person.name", outcome, rows: 1 }] as const;
  const subjects = [{ type: "Person", pseudonym: SEEN }];
  return String((await ledger.append(sampleRecord({ department, coordinates, subjects }))).index);
};

test("第二十六条: a value that was seen is objected to, and answered by its owner with the disclosures that carried it", async () => {
  const first = await see("human-resources");
  await see("housing");
  await see("human-resources", "DENIED"); // it carried no name
  expect(tabs.following("SeenValue")).toBeUndefined();
  tabs.answer("SeenValue", { cremations: { edges: [{ node: { person: { id: SEEN, name: "施**" } } }] } });
  expect(tabs.following("SeenValue")).toBe("FileCorrection");
  expect(await tabs.run("FileCorrection")).toBe("demo-applicant.human-resources: done");
  expect(tabs.answerOf("FileCorrection")).toMatchObject({
    fileCorrection: { state: "FILED", subject: SEEN, provider: "public-security", disclosures: [first] },
  });
  const again = await see("human-resources");
  expect(tabs.following("FileCorrection")).toBe("AnswerCorrection");
  expect(await tabs.run("AnswerCorrection")).toBe("demo-owner.public-security: done");
  expect(tabs.answerOf("AnswerCorrection")).toMatchObject({
    answerCorrection: { state: "UPHELD", term: { article: 26 } },
  });
  const { answerCorrection } = tabs.answerOf("AnswerCorrection") as { answerCorrection: { disclosures: string[] } };
  expect([...answerCorrection.disclosures].sort()).toEqual([first, again].sort());
  expect(tabs.following("AnswerCorrection")).toBeUndefined();
});

test("an emergency stop denies what was given, whoever stopped cannot lift it, and lifting gives it again", async () => {
  const name = async () => {
    const found = (await tabs.explain("SeenValue"))?.coordinates.find(({ coordinate }) => coordinate === "Person.name");
    return [found?.outcome, ...(found?.denials ?? []).map(({ reason }) => reason)];
  };
  expect(await name()).toEqual(["MASKED"]);
  expect(await tabs.run("EmergencyStop")).toBe("demo-security-administrator.data-administration: done");
  expect(await name()).toEqual(["DENIED", "STOPPED"]);
  expect(tabs.following("EmergencyStop")).toBe("LiftStop");
  expect(await tabs.run("LiftStop")).toBe("demo-founder: done");
  expect(tabs.answerOf("LiftStop")).toMatchObject({
    liftStop: { stoppedBy: "demo-security-administrator.data-administration", liftedBy: "demo-founder" },
  });
  expect(await name()).toEqual(["MASKED"]);
});

test("第二十八条: a dispute about a grant goes from the two departments to the authority and on to the government", async () => {
  expect(await tabs.run("DisputedGrant")).toBe("demo-applicant.human-resources: done");
  expect(await tabs.run("FileDispute")).toBe("demo-applicant.human-resources: done");
  expect(tabs.answerOf("FileDispute")).toMatchObject({
    fileDispute: { state: "CONSULTING", matter: "GRANT", claimant: "human-resources", respondent: "public-security" },
  });
  expect(await tabs.run("AnswerDispute")).toBe("demo-reviewer.public-security: done");
  expect(await tabs.run("EscalateDispute")).toBe("demo-reviewer.human-resources: done");
  expect(await tabs.run("CoordinateDispute")).toBe("demo-authority.data-administration: done");
  expect(tabs.answerOf("CoordinateDispute")).toMatchObject({ coordinateDispute: { state: "BEFORE_GOVERNMENT" } });
  expect(await tabs.run("DecideDispute")).toBe("demo-government.city-government: done");
  expect(tabs.answerOf("DecideDispute")).toMatchObject({
    decideDispute: { state: "DECIDED", closedBy: "demo-government.city-government" },
  });
  const steps = ["DisputedGrant", "FileDispute", "AnswerDispute", "EscalateDispute", "CoordinateDispute"];
  expect(steps.map(tabs.following)).toEqual([...steps.slice(1), "DecideDispute"]);
  expect(tabs.following("DecideDispute")).toBeUndefined();
});

test("the steps are leaves of the ledger", async () => {
  const { rows } = await ledger.database.query<{ what: string; after: string }>(
    `SELECT record::json->'change'->>'what' AS what, record::json->'change'->>'after' AS after FROM ledger.leaves
     WHERE record::json->'change'->>'what' IN ('correction', 'stop', 'dispute') ORDER BY index`,
  );
  expect(rows.map(({ what, after }) => `${what} ${after}`)).toEqual([
    "correction FILED",
    "correction UPHELD",
    "stop IN_FORCE",
    "stop LIFTED",
    "dispute CONSULTING",
    "dispute ANSWERED",
    "dispute BEFORE_AUTHORITY",
    "dispute BEFORE_GOVERNMENT",
    "dispute DECIDED",
  ]);
});
