import { expect, it } from "@jest/globals";
import type { CatalogueView } from "./catalogue-view.ts";
import { searchCatalogue, type CatalogueQuestion } from "./search-catalogue.ts";

const item = (coordinate: string, description: string, more: object = {}) => ({
  coordinate,
  typeName: coordinate.split(".")[0],
  description,
  owner: "police",
  owners: ["police"],
  share: "CONDITIONAL",
  basis: null,
  theme: null,
  ...more,
});
const view = {
  typeNames: new Map([["Wage", "工资发放"]]),
  items: [
    item("Person.name", "姓名", { theme: "人口" }),
    item("Person.homeAddress", "居住地址门牌", { share: "NOT_SHARED" }),
    item("Wage.paid", "实发金额", { owner: "human-resources", owners: ["bank"] }),
    item("Wage.due", "应发工资", { owner: "human-resources", owners: ["human-resources"], basis: "工资支付条例" }),
  ],
} as unknown as CatalogueView;
const found = (question: CatalogueQuestion): readonly string[] =>
  searchCatalogue(view, question).map(({ coordinate }) => coordinate);

it.each<[string, CatalogueQuestion, readonly string[]]>([
  ["nothing", {}, ["Person.name", "Person.homeAddress", "Wage.paid", "Wage.due"]],
  ["an owner, or whose system carries it", { owner: "human-resources" }, ["Wage.paid", "Wage.due"]],
  ["a carrier", { owner: "bank" }, ["Wage.paid"]],
  ["a share and a theme", { share: "CONDITIONAL", theme: "人口" }, ["Person.name"]],
  ["a word of the name before one of the dataset", { search: "工资" }, ["Wage.due", "Wage.paid"]],
  ["all words", { search: "工资，实发" }, ["Wage.paid"]],
  ["a coordinate in any case and width", { search: "ＷＡＧＥ.paid" }, ["Wage.paid"]],
  ["most of the pairs of a Chinese word", { search: "居住地址门" }, ["Person.homeAddress"]],
  ["most of the pairs, one of them wrong", { search: "居住地址码" }, ["Person.homeAddress"]],
  ["less than most of the pairs", { search: "居住证号" }, []],
  ["a word of one pair that is not there", { search: "码牌" }, []],
  ["pairs of Latin letters, which are no words", { search: "waged" }, []],
])("finds by %s", (_, question, expected) => {
  expect(found(question)).toEqual(expected);
});
