import type { AskHub } from "../../subgraphs/kit/ask-hub.ts";

/** One data item as the public reads of it: what it is, whose, and whether it may be asked for; nothing of its values, levels or masks. */
export interface PublishedItem {
  readonly coordinate: string;
  readonly dataset: string | null;
  readonly name: string | null;
  readonly owner: string | null;
  readonly theme: string | null;
  readonly format: string | null;
  readonly share: "UNCONDITIONAL" | "CONDITIONAL" | "NOT_SHARED";
  readonly basis: string | null;
  readonly updateCycle: string | null;
  readonly sharingMethod: string | null;
  readonly conditions: string | null;
}

/** One department's counts of a year; null where there were fewer than five, which would tell of single matters. */
export type PublishedCounts = { readonly department: string } & Readonly<Record<CountName, number | null>>;

/** Counts of the yearly report, in its order, with their words. */
export const COUNTS = {
  asked: "被申请的数据项",
  shared: "同意共享的数据项",
  refused: "不同意共享的数据项",
  reviews: "收到的申请",
  answeredInTime: "按时答复",
  answeredLate: "逾期答复",
  ruledInTime: "无条件共享按时答复",
  deliveredInTime: "按时提供",
  deliveredLate: "逾期提供",
  correctedInTime: "按时答复的校核申请",
  correctionsUpheld: "校核属实",
  updatedInTime: "按时完成的目录更新",
  inForce: "有效授权的数据项",
  used: "其中期内使用过的",
  datasetsWatched: "可见其实际更新的数据集",
  datasetsLate: "超过更新频率未见变化的",
  rules: "校核规则",
  rulesBroken: "抽样有不符的校核规则",
} as const;

type CountName = keyof typeof COUNTS;

/** What is published. */
export interface Publication {
  readonly items: readonly PublishedItem[];
  readonly year: number;
  readonly counts: readonly PublishedCounts[];
}

const PAGE = 100;

const CATALOGUE = `query Published($after: String) {
  catalogue(first: ${PAGE}, after: $after) {
    pageInfo { endCursor hasNextPage }
    edges { node {
      coordinate dataset name ownerName owner theme format share basis updateCycle sharingMethod conditions importance } }
  }
}`;

const STATISTICS = `query Counted($from: Date!, $to: Date!) {
  sharingStatistics(from: $from, to: $to) { department ${Object.keys(COUNTS).join(" ")} }
}`;

type Node = PublishedItem & { readonly ownerName: string | null; readonly importance: string | null };

interface Page {
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
  readonly edges: readonly { readonly node: Node }[];
}

/** The list of important and core data is itself not for everybody (网络数据安全管理条例 arts. 29, 63). */
const isForEverybody = ({ importance }: Node): boolean => importance === "GENERAL";

const published = ({ ownerName, ...node }: Node): PublishedItem => {
  const { coordinate, dataset, name, theme, format, share, basis, updateCycle, sharingMethod, conditions } = node;
  const owner = ownerName ?? node.owner;
  return { coordinate, dataset, name, owner, theme, format, share, basis, updateCycle, sharingMethod, conditions };
};

const catalogueOf = async (ask: AskHub): Promise<readonly PublishedItem[]> => {
  const items: PublishedItem[] = [];
  let after: string | null = null;
  for (let hasMore = true; hasMore;) {
    const { pageInfo, edges } = (await ask(CATALOGUE, { after }))["catalogue"] as Page;
    items.push(
      ...edges
        .map(({ node }) => node)
        .filter(isForEverybody)
        .map(published),
    );
    hasMore = pageInfo.hasNextPage;
    after = pageInfo.endCursor;
  }
  return items;
};

const LEAST = 5;

/** As departments see each other's counts: multiples of five, and none below. */
const coarse = (count: unknown): number | null => {
  if (count === null) return null;
  if (typeof count !== "number") throw new Error("The hub gave a count that is none");
  return count < LEAST ? null : count - (count % LEAST);
};

type Counted = Readonly<Record<string, unknown>> & { readonly department: string };

/**
 * Gathers what is published: the catalogue as it is in force, and what was shared in a year, as the caller's officer sees it.
 * @law 政务数据共享条例第十七条 [T] 公布的目录只载数据项的名称、数源部门、共享属性与更新频率，不载数据，不载重要数据与核心数据
 */
export async function gatherPublication(ask: AskHub, year: number): Promise<Publication> {
  const items = await catalogueOf(ask);
  if (items.length === 0) throw new Error("The catalogue is empty: nothing is published.");
  const period = { from: `${year}-01-01`, to: `${year + 1}-01-01` };
  const rows = (await ask(STATISTICS, period))["sharingStatistics"] as readonly Counted[];
  const counts = rows.map(
    (row) =>
      ({
        department: row.department,
        ...Object.fromEntries(Object.keys(COUNTS).map((name) => [name, coarse(row[name])])),
      }) as PublishedCounts,
  );
  return { items, year, counts };
}
