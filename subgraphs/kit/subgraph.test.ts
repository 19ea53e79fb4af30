import { expect, test } from "@jest/globals";
import { loadService, loadSubgraph } from "./subgraph.ts";

test("a subgraph is loaded by a known name only, and a service is no department", async () => {
  for (const name of ["nowhere", "kit", "audit", "../gateway"])
    await expect(loadSubgraph(name)).rejects.toThrow(`No subgraph "${name}"; there are: `);
  for (const name of ["nowhere", "housing"])
    await expect(loadService(name)).rejects.toThrow(`No service "${name}"; there are: `);
});
