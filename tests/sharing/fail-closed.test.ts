import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Client } from "pg";
import { openOffice, type Office } from "./office.ts";
import { matters, STEPS } from "./steps.ts";

let office: Office;
let ledger: "open" | "shut" = "open";
beforeAll(async () => {
  office = await openOffice("fail_closed", {
    onEvent: () => (ledger === "open" ? Promise.resolve() : Promise.reject(new Error("disk full"))),
  });
});
afterAll(() => office.close());

test("a step that the ledger does not take does not happen, and its inner reason stays inside", async () => {
  const id = await matters(office).decided();
  const before = await office.database.sharingEvent.count();
  ledger = "shut";
  const { errors } = await office.as("reviewer.public-security", STEPS.confirmDecision, { id });
  ledger = "open";
  expect(errors).toMatchObject([
    {
      message: "The step could not be recorded, so it was not taken",
      extensions: { code: "HUB_EVENT_NOT_RECORDED" },
    },
  ]);
  expect(JSON.stringify(errors)).not.toContain("disk full");
  expect(await office.database.grant.count()).toBe(0);
  expect(await office.database.sharingEvent.count()).toBe(before);
  expect(await office.refused("reviewer.public-security", STEPS.confirmDecision, { id })).toBe("allowed");
  expect(await office.database.grant.count()).toBe(1);
});

test("the record of steps can be added to and nothing else", async () => {
  const client = new Client({ connectionString: office.databaseUrl });
  await client.connect();
  try {
    for (const tampering of ["update event set officer = 'x'", "delete from event", "truncate event"]) {
      await expect(client.query(tampering)).rejects.toThrow("append-only");
    }
  } finally {
    await client.end();
  }
});
