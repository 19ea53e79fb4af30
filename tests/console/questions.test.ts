import { expect, test } from "@jest/globals";
import { askedBy } from "../../console/src/questions/asked-by.ts";
import { readQuestions } from "../../console/src/questions/question.ts";
import { activeTab, readTabs, restoreQuestions } from "../../console/src/questions/tabs.ts";

const documents = {
  "../operations/zoo.graphql": "query Zoo { animals { name } }",
  "../operations/enterprise-360.graphql":
    "# head\nquery Enterprise360($code: ID!) { enterprise(code: $code) { name } }",
  "../operations/wage-warning.graphql": "query WageWarning { projects { code } }",
};
const questions = readQuestions(documents, { "../operations/enterprise-360.variables.json": '{ "code": "x" }\n' });

test("reads the questions in the design's order, others after them", () => {
  expect(questions.map(({ name, title, operationName, variables }) => [name, title, operationName, variables])).toEqual(
    [
      ["wage-warning", "欠薪预警", "WageWarning", ""],
      ["enterprise-360", "企业360", "Enterprise360", '{ "code": "x" }'],
      ["zoo", "Zoo", "Zoo", ""],
    ],
  );
});

test("opens with the questions, the first one active", () => {
  const tabs = restoreQuestions(questions, undefined);
  expect(tabs.tabs.map(({ title }) => title)).toEqual(["WageWarning", "Enterprise360", "Zoo"]);
  expect(activeTab(tabs)).toMatchObject({ query: documents["../operations/wage-warning.graphql"] });
  expect(readTabs(JSON.stringify(tabs))).toEqual(tabs);
});

test("restoring brings changed questions back and keeps the user's own tabs", () => {
  const [wage, ...rest] = restoreQuestions(questions, undefined).tabs;
  const own = { ...wage, id: "own", title: "Mine", operationName: "Mine", query: "query Mine { a }" };
  const changed = { ...wage, query: "query WageWarning { changed }" };
  const empty = { ...own, id: "empty", operationName: null, query: "" };
  const stored = readTabs(JSON.stringify({ tabs: [own, changed, empty, ...rest], activeTabIndex: 1 }));
  const { tabs, activeTabIndex } = restoreQuestions(questions, stored);
  expect(tabs.map(({ title }) => title)).toEqual(["WageWarning", "Enterprise360", "Zoo", "Mine"]);
  expect(tabs[0]).toEqual(wage);
  expect(activeTabIndex).toBe(0);
});

test("without questions there is one blank tab", () => {
  const { tabs } = restoreQuestions([], undefined);
  expect(tabs).toHaveLength(1);
  expect(restoreQuestions([], { tabs, activeTabIndex: 0 }).tabs).toHaveLength(1);
});

test.each([null, "", "{", "[]", '{"tabs":[],"activeTabIndex":0}', '{"tabs":[{}],"activeTabIndex":0}', '{"tabs":1}'])(
  "takes no stored tabs from %p",
  (stored) => {
    expect(readTabs(stored)).toBeUndefined();
  },
);

test("finds who asks in the comments at the head, and nowhere else", () => {
  const head = "# 欠薪预警\n# app: wage-watch\n#purpose：WAGE_ARREARS\n\n";
  expect(askedBy(`${head}query A { a } # officer: nobody`)).toEqual({
    app: "wage-watch",
    officer: undefined,
    purpose: "WAGE_ARREARS",
  });
  expect(askedBy("query A { a }\n# app: x")).toEqual({ app: undefined, officer: undefined, purpose: undefined });
});
