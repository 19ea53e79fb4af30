import { describe, expect, test } from "@jest/globals";
import { askedBy } from "../../console/src/tabs/asked-by.ts";
import { questionTitles, readOperations } from "../../console/src/tabs/operation-tab.ts";
import { activeTab, openSet, readTabs, setOf } from "../../console/src/tabs/tabs.ts";

const documents = {
  "../operations/zoo.graphql": "query Zoo { animals { name } }",
  "../operations/enterprise-360.graphql":
    "# head\nquery Enterprise360($code: ID!) { enterprise(code: $code) { name } }",
  "../operations/wage-warning.graphql": "query WageWarning { projects { code } }",
};
const titles = new Map([
  ["wage-warning", "欠薪预警"],
  ["enterprise-360", "企业360"],
]);
const six = {
  title: "六问",
  hint: "",
  tabs: readOperations(documents, { "../operations/enterprise-360.variables.json": '{ "code": "x" }\n' }, titles),
};
const life = {
  title: "授权的一生",
  hint: "",
  tabs: readOperations({ "../sharing/submit.graphql": "mutation Submit { submit { id } }" }, {}, new Map()),
};
const sets = [six, life] as const;

test("reads the operations in the order of their titles, others after them", () => {
  expect(six.tabs.map(({ name, title, operationName, variables }) => [name, title, operationName, variables])).toEqual([
    ["wage-warning", "欠薪预警", "WageWarning", ""],
    ["enterprise-360", "企业360", "Enterprise360", '{ "code": "x" }'],
    ["zoo", "Zoo", "Zoo", ""],
  ]);
  expect(life.tabs.map(({ operationName }) => operationName)).toEqual(["Submit"]);
});

test("takes the questions' order and titles from their heads", () => {
  const titlesOf = questionTitles({
    "../operations/later.graphql": "# 低保核对：凭书面授权\n# question: 10\nquery Later { a }",
    "../operations/first.graphql": "# 欠薪预警：一个区划\n# question: 2\nquery First { a }",
    "../operations/none.graphql": "# 不是问题：无序号\nquery None { a }",
  });
  expect([...titlesOf]).toEqual([
    ["first", "欠薪预警"],
    ["later", "低保核对"],
  ]);
});

test("opens with a set, its first tab active", () => {
  const tabs = openSet(six, sets, undefined);
  expect(tabs.tabs.map(({ title }) => title)).toEqual(["WageWarning", "Enterprise360", "Zoo"]);
  expect(activeTab(tabs)).toMatchObject({ query: documents["../operations/wage-warning.graphql"] });
  expect(readTabs(JSON.stringify(tabs))).toEqual(tabs);
});

test("opening a set brings changed operations back, leaves the other set's and keeps the user's own tabs", () => {
  const [wage, ...rest] = openSet(six, sets, undefined).tabs;
  const own = { ...wage, id: "own", title: "Mine", operationName: "Mine", query: "query Mine { a }" };
  const changed = { ...wage, query: "query WageWarning { changed }" };
  const empty = { ...own, id: "empty", operationName: null, query: "" };
  const stored = readTabs(JSON.stringify({ tabs: [own, changed, empty, ...rest], activeTabIndex: 1 }));
  const again = openSet(six, sets, stored);
  expect(again.tabs.map(({ title }) => title)).toEqual(["WageWarning", "Enterprise360", "Zoo", "Mine"]);
  expect(again.tabs[0]).toEqual(wage);
  expect(again.activeTabIndex).toBe(0);
  const other = openSet(life, sets, again);
  expect(other.tabs.map(({ title }) => title)).toEqual(["Submit", "Mine"]);
  expect(openSet(six, sets, other)).toEqual(again);
});

test("knows the set that is open by its tabs", () => {
  expect(setOf(openSet(life, sets, undefined), sets)).toBe(life);
  expect(setOf(openSet(six, sets, undefined), sets)).toBe(six);
  expect(setOf(openSet({ ...six, tabs: [] }, sets, undefined), sets)).toBe(six);
});

test("a set without operations is one blank tab", () => {
  const none = { ...six, tabs: [] };
  const { tabs } = openSet(none, [none], undefined);
  expect(tabs).toHaveLength(1);
  expect(openSet(none, [none], { tabs, activeTabIndex: 0 }).tabs).toHaveLength(1);
});

test.each([null, "", '{"tabs":[],"activeTabIndex":0}'])("takes no stored tabs from %p", (stored) => {
  expect(readTabs(stored)).toBeUndefined();
});

test("finds who asks in the comments at the head, and nowhere else", () => {
  const head = "# 欠薪预警\n# app: wage-watch\n#purpose：WAGE_ARREARS\n\n";
  expect(askedBy(`${head}query A { a } # officer: nobody`)).toEqual({
    app: "wage-watch",
    officer: undefined,
    purpose: "WAGE_ARREARS",
  });
  expect(askedBy("query A { a }\n# app: x")).toEqual({ app: undefined, officer: undefined, purpose: undefined });
});

describe("R25: poisoned tabs", () => {
  const tab = { id: "1", title: "T", query: "{ a }" };
  const whole = { ...tab, hash: null, variables: null, headers: null, operationName: null, response: null };

  test.each([
    ["no JSON", "{"],
    ["null", "null"],
    ["a number", "1"],
    ["tabs that are no list", JSON.stringify({ tabs: {}, activeTabIndex: 0 })],
    ["an index that is none", JSON.stringify({ tabs: [tab], activeTabIndex: "0" })],
  ])("%s is shown as a comment of one tab", (_, stored) => {
    const { tabs } = readTabs(stored) ?? { tabs: [] };
    expect(tabs.map(({ title }) => title)).toEqual(["无法读取"]);
    expect(tabs[0]?.query).toContain(`\n# ${stored}\n`);
  });

  test.each([
    ["an object for a title", { ...tab, title: {} }],
    ["a number for variables", { ...tab, variables: 5 }],
    ["no id", { title: "T", query: "{ a }" }],
    ["nothing", null],
    ["a line end that would leave the comment", { ...tab, title: 1, query: "\u2028mutation { a }" }],
  ])("%s spoils its own tab alone", (_, poisoned) => {
    const { tabs, activeTabIndex } = readTabs(JSON.stringify({ tabs: [tab, poisoned], activeTabIndex: 1 })) ?? {
      tabs: [],
    };
    expect([tabs[0], tabs[1]?.title, activeTabIndex]).toEqual([whole, "无法读取", 1]);
    expect(tabs[1]?.query?.split(/[\n\r\u2028\u2029]/).filter((line) => !/^(?:#|$)/.test(line))).toEqual([]);
  });

  test("an open tab that is not there opens the first; a thousand tabs are a hundred", () => {
    for (const activeTabIndex of [-1, 1, 0.5, 1e9])
      expect(readTabs(JSON.stringify({ tabs: [tab], activeTabIndex }))).toEqual({ tabs: [whole], activeTabIndex: 0 });
    const many = Array(1000).fill(tab);
    expect(readTabs(JSON.stringify({ tabs: many, activeTabIndex: 999 }))).toMatchObject({ activeTabIndex: 0 });
    expect(readTabs(JSON.stringify({ tabs: many, activeTabIndex: 999 }))?.tabs).toHaveLength(100);
  });
});
