import type { OperationTab } from "./operation-tab.ts";
import type { TabSet } from "./tab-sets.ts";

/** A tab as GraphiQL keeps it in its storage (`tabState`). */
interface Tab {
  readonly id: string;
  readonly title: string;
  readonly hash: string | null;
  readonly query: string | null;
  readonly variables: string | null;
  readonly headers: string | null;
  readonly operationName: string | null;
  readonly response: string | null;
}

/** GraphiQL's stored tabs. */
export interface Tabs {
  readonly tabs: readonly Tab[];
  readonly activeTabIndex: number;
}

const BLANK = `# 在左侧写查询，Ctrl-Enter 运行；右上角选身份与用途。\n\n`;

/** The tabs that were stored, or undefined when there are none or they cannot be read. */
export function readTabs(stored: string | null): Tabs | undefined {
  try {
    const state: unknown = JSON.parse(stored ?? "");
    return isTabs(state) && state.tabs.length > 0 ? state : undefined;
  } catch {
    return undefined;
  }
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

function isTabs(state: unknown): state is Tabs {
  if (typeof state !== "object" || state === null) return false;
  const { tabs, activeTabIndex } = state as { tabs?: unknown; activeTabIndex?: unknown };
  return typeof activeTabIndex === "number" && Array.isArray(tabs) && tabs.every(isTab);
}

function isTab(tab: unknown): boolean {
  return typeof tab === "object" && tab !== null && "id" in tab && "title" in tab && "query" in tab;
}
