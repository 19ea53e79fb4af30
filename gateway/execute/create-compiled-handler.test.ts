import { unifiedGraphHandler } from "@graphql-hive/router-runtime";
import { expect, test } from "@jest/globals";
import { serve, serveCompiled } from "./fixtures/federate.ts";
import { shop, shopQuery } from "./fixtures/shop.ts";

test("the benchmark's operation: the same answer as the bare runtime, in the order of the selection", async () => {
  const graph = shop();
  await using compiled = serveCompiled(graph);
  const text = await compiled.askText(shopQuery);
  expect(graph.fetches).toHaveLength(7);
  await using bare = serve(shop(), unifiedGraphHandler);
  expect(JSON.parse(text)).toEqual(await bare.ask(shopQuery));
  expect(text.slice(0, 120)).toMatchInlineSnapshot(
    `"{"data":{"users":[{"id":"1","username":"urigo","name":"Uri Goldshtein","reviews":[{"id":"1","body":"Love it!","product":"`,
  );
});
