import { listed, localTime, say, type Filling, type Holes, type NullableHoles, type Words } from "./words.ts";

/** A kind of fact: its type in the graph, its value there, and its words in a sentence. */
interface FactKind<Value> {
  readonly sdl: string;
  readonly graph: (value: Value) => unknown;
  readonly tell: (value: Value) => Filling;
}

const isoTime = (instant: number): string => new Date(instant).toISOString();
const asItIs = <Value>(value: Value): Value => value;

const text: FactKind<string> = { sdl: "String", graph: asItIs, tell: asItIs };
const id: FactKind<string> = { ...text, sdl: "ID" };
const texts: FactKind<readonly string[]> = { sdl: "[String!]", graph: asItIs, tell: listed };
/** Milliseconds since 1970. */
const instant: FactKind<number> = { sdl: "String", graph: isoTime, tell: isoTime };
const localInstant: FactKind<number> = { ...instant, tell: localTime };

/** Facts that a denial may state, with their kind and their Chinese description in the graph. Nothing says anything about a row. */
const facts = {
  grant: [id, "有关的共享授权编号"],
  validFrom: [instant, "授权生效时间"],
  validTo: [instant, "授权失效时间"],
  since: [localInstant, "停供起始的时间"],
  until: [localInstant, "配额恢复或停供到期的时间"],
  bar: [id, "停供编号"],
  because: [text, "提供部门所述的停供理由"],
  purposes: [texts, "已获授权的其他用途"],
  department: [text, "计算该字段的部门"],
  missing: [text, "计算部门尚未获得授权的字段"],
  term: [text, "据以算得该字段、而未获授权的字段"],
  argument: [text, "会泄露数据的参数"],
  reveals: [text, "参数会泄露的字段"],
  from: [text, "声明与之不同、因而无法一并查询的类型"],
  source: [text, "所接入的系统"],
  type: [text, "没有任何字段获得授权的类型，或未载明区划的类型"],
} as const satisfies Record<string, readonly [FactKind<never>, string]>;

/** One reason: its facts are the holes of its sentence. */
interface Reason extends Words {
  /** The reason in a few Chinese words, without facts; the sentence itself where that has none. */
  readonly title?: string;
  /** The fact that names the coordinate to apply for, where it is not the denied one; null: nobody can apply. */
  readonly apply?: keyof typeof facts | null;
}

const reasons = {
  /** No grant of the caller covers the coordinate for any purpose. */
  NO_GRANT: { en: "no grant covers it", zh: "没有共享授权包含该字段" },
  EXPIRED: {
    title: "授权已到期",
    en: "grant {grant} ended at {validTo}",
    zh: "授权 {grant} 已于 {validTo} 到期",
  },
  NOT_YET_VALID: {
    title: "授权尚未生效",
    en: "grant {grant} begins at {validFrom}",
    zh: "授权 {grant} 自 {validFrom} 起生效",
  },
  /** Covered, but for other purposes than the stated one. */
  PURPOSE_MISMATCH: {
    title: "授权用途与所述用途不符",
    en: "it is granted for {purposes}, not for the stated purpose",
    zh: "该字段的授权用途为 {purposes}，与本次用途不符",
  },
  /** 不予共享, or classified by nobody: no grant can change it. */
  NOT_SHARED: { en: "its owner does not share it", zh: "该字段不予共享", apply: null },
  STOPPED: { en: "an emergency stop is in force on it", zh: "该字段已被紧急停用" },
  /** A coordinate of an old system that nobody approved, or not as it is classified now. */
  NOT_PUBLISHED: {
    title: "接入系统的字段尚未公布",
    en: "nobody approved it as the source {source} classifies it",
    zh: "接入系统 {source} 的该字段尚未按现分类获批准公布",
    apply: null,
  },
  RETIRED: {
    title: "接入系统已停止接入",
    en: "its source {source} is retired",
    zh: "接入系统 {source} 已停止接入",
    apply: null,
  },
  /** Shared unconditionally, but its owner said no to this consumer: it comes with no grant, and is given by the owner's decision alone. */
  BARRED: {
    title: "提供部门已对该应用停供",
    en: "its owner barred it from this purpose on {since}[ until {until}] (bar {bar}: {because})",
    zh: "提供部门自 {since} 起停供[，至 {until} 止]（停供 {bar}：{because}）",
  },
  /** The token is a firm's own, and the row is about another firm, or about somebody. Known only while the answer is written. */
  OTHER_FIRM: {
    title: "不是本企业的数据",
    en: "it is not about the firm that the token names",
    zh: "不属于令牌所载企业的数据",
    apply: null,
  },
  /** The caller's jurisdiction and the grant's row scope have no row in common; or this row lies outside them. */
  OUT_OF_SCOPE: { en: "it lies outside the division that is granted", zh: "超出授权的行政区划范围" },
  /** The grant reaches certain divisions only, and nothing tells in which one an object of the type lies. */
  UNDIVIDED: {
    title: "该类型未载明区划，不能按区划授权",
    en: "{type} names no division, so it is given for every division or not at all",
    zh: "类型 {type} 未载明区划，只能不分区划整体授权",
  },
  /** The grant's quota is used up until then; of the department that derives the field, where one is named. */
  QUOTA: {
    title: "授权的当日配额已用完",
    en: "the quota of [{department}'s own ]grant {grant} is used up until {until}",
    zh: "[计算部门 {department} 的]授权 {grant} 的配额已用完，{until} 后恢复",
  },
  /** Personal data of level L3 or L4, and nobody stands for the request: an app alone asks only where a grant says it may. */
  OFFICER_REQUIRED: {
    title: "须由经办人提出",
    en: "grant {grant} gives it to a named officer only, and the token names none",
    zh: "授权 {grant} 仅供具名经办人查询，令牌未载明经办人",
    apply: null,
  },
  /** The same, and no case is named for which the officer asks. */
  CASE_REQUIRED: {
    title: "须注明办件编号",
    en: "grant {grant} gives it for a case only; state its number in the x-case header",
    zh: "授权 {grant} 仅供具体办件查询，请在 x-case 请求头中注明办件编号",
    apply: null,
  },
  /** Granted MASKED, but the field offers no mask (any more). */
  MASK_UNAVAILABLE: {
    title: "仅授权脱敏提供，而该字段无脱敏方式",
    en: "grant {grant} gives it masked, and it has no mask",
    zh: "授权 {grant} 仅限脱敏提供，而该字段无脱敏方式",
  },
  /** The mask failed on this value, or was put on a whole object. Known only while the answer is written. */
  MASK_FAILED: { en: "this value cannot be masked", zh: "该值无法脱敏", apply: null },
  /** The department that computes the field may not have one of its inputs. */
  DERIVATION_NOT_GRANTED: {
    title: "计算该字段的部门未获得所需字段的授权",
    en: "{department} holds no grant for {missing}, from which it is derived",
    zh: "计算部门 {department} 未获得所需字段 {missing} 的授权",
    apply: "missing",
  },
  /** It stands in an equation with a field that the caller may not have, and would give that away by arithmetic. */
  EQUATION_NOT_GRANTED: {
    title: "可据以推算未授权的字段",
    en: "{term}, which is not granted, can be worked out from it",
    zh: "由该字段可以推算未获授权的 {term}",
    apply: "term",
  },
  /** An argument, filter or order would give away a coordinate that the caller does not hold in the clear. */
  ARGUMENT_NOT_GRANTED: {
    title: "参数会泄露未以明文授权的字段",
    en: "{argument} reveals {reveals}, which is not granted in the clear",
    zh: "参数 {argument} 会泄露 {reveals}，而该字段未以明文授权",
    apply: "reveals",
  },
  /** Granted, but its declaration differs from that on other types, so it cannot be fetched without those that are denied. */
  INSEPARABLE: {
    title: "声明与其他类型上的不同，无法单独查询",
    en: "it is declared otherwise than on {from}; ask for it in a fragment of its own, under an alias",
    zh: "该字段的声明与 {from} 不同；请用单独的片段和别名查询",
  },
  /** Nothing of the type may be seen, so its objects may not be either. */
  TYPE_NOT_GRANTED: {
    title: "该类型没有任何字段获得授权",
    en: "nothing of {type} is granted",
    zh: "类型 {type} 没有任何字段获得授权",
  },
} as const satisfies Record<string, Reason>;

type Fact = keyof typeof facts;
type FactValue<Name> = Name extends Fact ? Parameters<(typeof facts)[Name][0]["graph"]>[0] : never;

/** Codes of the reasons for which a coordinate is not given. */
export type DenialReason = keyof typeof reasons;

type DenialOf<Code extends DenialReason, Sentence extends string = (typeof reasons)[Code]["en"]> = {
  readonly reason: Code;
} & { readonly [Name in Exclude<Holes<Sentence>, NullableHoles<Sentence>>]: FactValue<Name> } & {
  readonly [Name in NullableHoles<Sentence>]: FactValue<Name> | null;
};

/** One coordinate's denial: a closed union by `reason`, with the facts that its sentence states. */
export type Denial = { readonly [Code in DenialReason]: DenialOf<Code> }[DenialReason];

type Told = Readonly<Record<string, unknown>>;

/** The facts of a denial through one view of their kind; null where a fact is null. */
function factsOf(denial: Denial, view: "graph" | "tell"): Told {
  const told: Told = denial;
  const stated = (Object.keys(facts) as Fact[]).filter((name) => told[name] !== undefined);
  return Object.fromEntries(
    stated.map((name) => [name, told[name] === null ? null : facts[name][0][view](told[name] as never)]),
  );
}

/** A denial as a sentence's end, for the caller's developer. Says nothing that the catalogue or the caller's own grants do not. */
export function denialWords(denial: Denial): Words {
  return say(reasons[denial.reason], factsOf(denial, "tell") as Readonly<Record<string, Filling>>);
}

/** The facts of a denial in the graph's types: times as RFC 3339 text. */
export function denialFacts(denial: Denial): Told {
  return factsOf(denial, "graph");
}

/** The coordinate that has to be applied for where `coordinate` is denied so; null where nobody can apply. */
export function appliedFor(coordinate: string, denial: Denial): string | null {
  const { apply }: Reason = reasons[denial.reason];
  if (apply === null) return null;
  const told: Told = denial;
  return apply === undefined ? coordinate : String(told[apply]);
}

/** A reason as documents list it. */
export interface ListedReason extends Words {
  readonly reason: DenialReason;
  readonly title: string;
  readonly appliable: boolean;
}

/** All reasons in the order of the table. */
export const DENIAL_REASONS: readonly ListedReason[] = Object.entries(reasons).map(
  ([reason, entry]: [string, Reason]) => ({
    reason: reason as DenialReason,
    title: entry.title ?? entry.zh,
    en: entry.en,
    zh: entry.zh,
    appliable: entry.apply !== null,
  }),
);

/** All facts in the order of the table: name, GraphQL type (nullable), Chinese description. */
export const DENIAL_FACTS: readonly { readonly name: string; readonly sdl: string; readonly zh: string }[] =
  Object.entries(facts).map(([name, [{ sdl }, zh]]) => ({ name, sdl, zh }));
