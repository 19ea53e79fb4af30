import { expect, test } from "@jest/globals";
import { Client } from "pg";
import { migrateDatabase } from "../../subgraphs/kit/migrate-database.ts";
import { adapterFor } from "../../subgraphs/kit/subgraph.ts";
import { catalogueOfFile } from "../../subgraphs/sharing/catalogue/load-catalogue.ts";
import { createSharing } from "../../subgraphs/sharing/create-sharing.ts";
import { readDemoGrants } from "../../subgraphs/sharing/demo/demo-wishes.ts";
import { runDemoWorkflow } from "../../subgraphs/sharing/demo/run-demo-workflow.ts";
import { testDatabase } from "../test-database.ts";

interface Document {
  readonly consumer: { readonly app?: string; readonly department?: string };
  readonly purpose: { readonly code: string };
  readonly items: Readonly<Record<string, string>>;
}

test("the six questions' grants are brought about by the workflow, outcome by outcome", async () => {
  const url = await testDatabase("sharing_demo");
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query("drop schema public cascade; create schema public");
  await migrateDatabase("sharing", url);
  const view = catalogueOfFile()();
  const events: string[] = [];
  const sharing = createSharing({
    catalogue: () => view,
    onEvent: ({ action }) => {
      events.push(action);
      return Promise.resolve();
    },
  });
  const database = sharing.connect(adapterFor(url));
  try {
    const wishes = await readDemoGrants();
    const made = await runDemoWorkflow(database);
    expect(made.applications).toBe(wishes.length);
    expect(events.filter((action) => action === "ACTIVATE")).toHaveLength(made.grants);
    const { rows } = await client.query<{ document: Document }>("select document from grant_record where id like 'G%'");
    for (const wish of wishes) {
      const own = rows
        .map(({ document }) => document)
        .filter(
          ({ consumer, purpose }) =>
            consumer.app === wish.consumer.app &&
            consumer.department === wish.consumer.department &&
            purpose.code === wish.purpose.code,
        );
      const got = Object.fromEntries(own.flatMap(({ items }) => Object.entries(items)));
      const wanted = Object.entries(wish.items).filter(([coordinate]) => !coordinate.endsWith(".*"));
      for (const [coordinate, outcome] of wanted)
        expect([wish.id, coordinate, got[coordinate]]).toEqual([wish.id, coordinate, outcome]);
    }
    expect(await runDemoWorkflow(database)).toEqual({ applications: 0, grants: 0 });
  } finally {
    await database.$disconnect();
    await client.end();
  }
});
