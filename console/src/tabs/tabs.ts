import * as v from "valibot";
import type { OperationTab } from "./operation-tab.ts";
import type { TabSet } from "./tab-sets.ts";

const text = v.nullish(v.string(), null);

/** A tab as GraphiQL keeps it in its storage (`tabState`). */
const Tab = v.object({
  id: v.string(),
  title: v.string(),
  hash: text,
  query: text,
  variables: text,
  headers: text,
  operationName: text,
  response: text,
});

type Tab = Readonly<v.InferOutput<typeof Tab>>;

const Stored = v.object({ tabs: v.array(v.unknown()), activeTabIndex: v.number() });

/** GraphiQL's stored tabs. */
export interface Tabs {
  readonly tabs: readonly Tab[];
  readonly activeTabIndex: number;
}

const MOST_TABS = 100;
const MOST_CHARACTERS = 20_000;

const BLANK = `# 在左侧写查询，Ctrl-Enter 运行；右上角选身份与用途。\n\n`;

/**
 * The tabs that were stored, undefined when there are none. What cannot be read as a tab becomes one that shows it as a comment,
 * with the error: whatever lies in the storage opens a page.
 */
export function readTabs(stored: string | null): Tabs | undefined {
  if (stored === null || stored.trim() === "") return undefined;
  const state = v.safeParse(v.pipe(v.string(), v.parseJson(), Stored), stored);
  if (!state.success) return { tabs: [unreadable(stored, 0)], activeTabIndex: 0 };
  const tabs = state.output.tabs.slice(0, MOST_TABS).map((tab, index) => {
    const read = v.safeParse(Tab, tab);
    return read.success ? read.output : unreadable(JSON.stringify(tab), index);
  });
  const active = state.output.activeTabIndex;
  const isOpen = Number.isInteger(active) && active >= 0 && active < tabs.length;
  return tabs.length > 0 ? { tabs, activeTabIndex: isOpen ? active : 0 } : undefined;
}

/** Text that is no tab, as comments of an empty document. */
function unreadable(found: string, index: number): Tab {
  const lines = found.slice(0, MOST_CHARACTERS).split(/\r\n?|[\n\u2028\u2029]/);
  const query = ["此标签页的保存内容无法读取，原样列在下面；不需要时关闭即可。", ...lines].map((line) => `# ${line}`);
  const state = { hash: null, variables: null, headers: null, operationName: null, response: null };
  return { id: `unreadable-${index}`, title: "无法读取", query: `${query.join("\n")}\n`, ...state };
}

/** The tabs of a set as they are shipped, first one open, followed by the tabs that the user has made himself. */
export function openSet(set: TabSet, sets: readonly TabSet[], stored: Tabs | undefined): Tabs {
  const shipped = new Set(sets.flatMap(({ tabs }) => tabs.map(({ operationName }) => operationName)));
  const own = (stored?.tabs ?? []).filter(
    ({ operationName, query }) => !shipped.has(operationName ?? "") && (query ?? "").trim() !== BLANK.trim() && query,
  );
  const tabs = [...set.tabs.map(shippedTab), ...own];
  return { tabs: tabs.length > 0 ? tabs : [blankTab()], activeTabIndex: 0 };
}

/** The set that most of the tabs come from; the first one where none do. */
export function setOf({ tabs }: Tabs, sets: readonly [TabSet, ...TabSet[]]): TabSet {
  const open = new Set(tabs.map(({ operationName }) => operationName));
  const shown = (set: TabSet) => set.tabs.filter(({ operationName }) => open.has(operationName)).length;
  return sets.reduce((best, set) => (shown(set) > shown(best) ? set : best), sets[0]);
}

/** The tab that is open. */
export function activeTab({ tabs, activeTabIndex }: Tabs): Tab {
  return tabs[activeTabIndex] ?? tabs[0] ?? blankTab();
}

function shippedTab({ name, operationName, query, variables }: OperationTab): Tab {
  const state = { hash: null, headers: null, response: null };
  return { id: `shipped-${name}`, title: operationName, query, variables, operationName, ...state };
}

function blankTab(): Tab {
  const state = { hash: null, variables: null, headers: null, operationName: null, response: null };
  return { id: "blank", title: "<untitled>", query: BLANK, ...state };
}
