import { afterAll, beforeAll, expect, test } from "@jest/globals";
import {
  momentInBeijing,
  registeredIn,
  stateOf,
  type RegisteredOperation,
} from "../../console/src/life/registered-operations.ts";
import { operationIdOf } from "../../schema/registered-operation.ts";
import { openWorkflowTabs, readOperation, type WorkflowTabs } from "./workflow-tabs.ts";

const FILES = {
  OperationFacts: "operation-facts",
  RegisterOperations: "register-operations",
  ConfirmOperations: "confirm-operations",
  RetireOperation: "retire-operation",
  RegisteredOperations: "registered-operations",
};

const { operation: DOCUMENT } = JSON.parse(readOperation("registration/operation-facts.variables.json")) as {
  readonly operation: string;
};
const COORDINATES = [
  "Query.cremations",
  "CremationConnection.edges",
  "CremationEdge.node",
  "Cremation.diedOn",
  "Cremation.person",
  "Person.id",
];
const ID = operationIdOf(DOCUMENT);

let tabs: WorkflowTabs;
beforeAll(async () => {
  tabs = await openWorkflowTabs({ name: "registration", folder: "registration", files: FILES, app: "pension-audit" });
});
afterAll(async () => tabs[Symbol.asyncDispose]());

/** The operation as the panel under a tab's answer shows it. */
const shown = (step: string) => {
  const [app] = registeredIn(JSON.stringify({ data: tabs.answerOf(step) })).filter(
    ({ operations }) => operations.length > 0,
  );
  const [operation] = app?.operations ?? [];
  return (
    operation && {
      app: app?.id,
      id: operation.id,
      name: operation.name,
      state: stateOf(operation),
      ...handsOf(operation),
    }
  );
};

const handsOf = ({ proposedBy, confirmedBy, retiredBy, lastUsedOn }: RegisteredOperation) => ({
  proposedBy,
  confirmedBy,
  retiredBy,
  lastUsedOn,
});

test("20.3: an operation is registered, confirmed by another hand and retired by pressing Run and 下一步 alone, and each answer shows where it stands", async () => {
  tabs.answer("OperationFacts", {
    operationFacts: {
      id: ID,
      coordinates: COORDINATES,
      cost: 20,
      plan: ["civil-affairs"],
    },
  });
  expect(tabs.following("OperationFacts")).toBe("RegisterOperations");
  expect(await tabs.run("RegisterOperations")).toBe("demo-applicant.human-resources: done");
  const waiting = {
    app: "pension-audit",
    id: ID,
    name: "RecentCremations",
    state: "待确认",
    proposedBy: "demo-applicant.human-resources",
    confirmedBy: "",
    retiredBy: "",
    lastUsedOn: "",
  };
  expect(shown("RegisterOperations")).toEqual(waiting);
  expect(tabs.following("RegisterOperations")).toBe("ConfirmOperations");
  expect(await tabs.run("ConfirmOperations")).toBe("demo-reviewer.human-resources: done");
  const usable = { ...waiting, state: "可用", confirmedBy: "demo-reviewer.human-resources" };
  expect(shown("ConfirmOperations")).toEqual(usable);
  expect(await tabs.run("RetireOperation")).toBe("demo-applicant.human-resources: done");
  const retired = { ...usable, state: "已停用", retiredBy: "demo-applicant.human-resources" };
  expect(shown("RetireOperation")).toEqual(retired);
  expect(tabs.following("RetireOperation")).toBe("RegisteredOperations");
  expect(await tabs.run("RegisteredOperations")).toBe("demo-applicant.human-resources: done");
  expect(shown("RegisteredOperations")).toEqual(retired);
  expect(tabs.following("RegisteredOperations")).toBeUndefined();
});

test("20.3: an answer that does not say where its operations stand shows no panel, and a moment is told in Beijing", () => {
  const of = (operations: unknown) => registeredIn(JSON.stringify({ data: { apps: [{ id: "a", operations }] } }));
  expect(of([{ id: "sha256:1", name: "A" }])).toEqual([]);
  expect(of(null)).toEqual([]);
  expect(of([{ id: "sha256:1", confirmedAt: null, retiredAt: null }])).toMatchObject([{ id: "a", name: "a" }]);
  expect(momentInBeijing("2026-11-02T18:30:00.000Z")).toBe("2026-11-03 02:30");
  expect(momentInBeijing("soon")).toBe("soon");
});
