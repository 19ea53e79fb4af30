import { describe, expect, test } from "@jest/globals";
import { databaseOf, DEPARTMENTS } from "../../subgraphs/kit/departments.ts";
import { loadSubgraph, adapterFor } from "../../subgraphs/kit/subgraph.ts";
import { migrateDatabase } from "../../subgraphs/kit/postgres/migrate-database.ts";
import { testDatabase } from "../test-database.ts";

interface Delegate {
  readonly findFirst: () => Promise<unknown>;
}

const isModel = (value: unknown): value is Delegate =>
  typeof value === "object" && value !== null && "findFirst" in value;

describe.each(DEPARTMENTS)("$name", ({ name }) => {
  test("plain SQL and schema.prisma agree: every model can be read, and migrating twice changes nothing", async () => {
    const url = await testDatabase(`migrations_${databaseOf(name)}`);
    expect(await migrateDatabase(name, url)).toContain("0001_initial.sql");
    expect(await migrateDatabase(name, url)).toEqual([]);

    const database = (await loadSubgraph(name)).connect(adapterFor(url));
    try {
      const models = Object.keys(
        (database as unknown as { _runtimeDataModel: { models: object } })._runtimeDataModel.models,
      );
      expect(models.length).toBeGreaterThan(5);
      for (const model of models) {
        const delegate = (database as unknown as Record<string, unknown>)[
          model.charAt(0).toLowerCase() + model.slice(1)
        ];
        if (!isModel(delegate)) throw new Error(`${model} cannot be read`);
        expect(await delegate.findFirst()).toBeNull();
      }
    } finally {
      await database.$disconnect();
    }
  });
});
