import { expect, test } from "@jest/globals";
import type { GraphQLObjectType } from "graphql";
import { buildClientSchema, buildSchema, introspectionFromSchema } from "graphql";
import { describeFields } from "../../console/src/catalogue/introspection.ts";

test("says in the description of each catalogued field how it is shared", () => {
  const schema = buildSchema(`
    type Query { person: Person }
    type Person { "月收入（分）\\n\\n第二段" income: Int name: String "编号" id: ID }
  `);
  const introspection = introspectionFromSchema(schema);
  const before = structuredClone(introspection);
  const catalogue = new Map([
    ["Person.income", { owner: "human-resources", share: "CONDITIONAL", level: "L4", mask: "AMOUNT_BAND" }],
    ["Person.name", { owner: "elsewhere", share: "NOT_SHARED", level: "L3", mask: undefined }],
  ]);
  const described = buildClientSchema(describeFields(introspection, catalogue));
  const { income, name, id } = (described.getType("Person") as GraphQLObjectType).getFields();
  expect([income?.description, name?.description, id?.description]).toEqual([
    "月收入（分）  \n归属 **人社** · **有条件共享** · 级别 **L4** · 脱敏 **金额分档**\n\n第二段",
    "归属 **elsewhere** · **不予共享** · 级别 **L3**",
    "编号",
  ]);
  expect(introspection).toEqual(before);
});
