import { KEEPING_RANKS, STATUTES, type Statute } from "./statutes.ts";

/** One citation: a document, and the article in it; null where it is cited as a whole. */
export interface Basis {
  readonly statute: Statute;
  /** In Chinese numerals, as the document numbers itself: 第五十八条, 第十四条第二款. */
  readonly article: string | null;
}

const NUMERAL = "[一二三四五六七八九十百零]+";
const ARTICLE = `第${NUMERAL}条(?:之[一二三四五六七八九十]+)?(?:第${NUMERAL}款)?(?:第${NUMERAL}项)?`;

const names: readonly (readonly [string, Statute])[] = STATUTES.flatMap((statute) =>
  [statute.title, statute.number].flatMap((name) => (name === null ? [] : [[name, statute] as const])),
).toSorted(([a], [b]) => b.length - a.length);

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

const CITED = new RegExp(
  `(${names.map(([name]) => escaped(name)).join("|")})》?(?:（[^）]*）)?((?:[、，和及]?${ARTICLE})*)`,
  "g",
);

const byName = new Map(names);

/**
 * The citations in a text such as 保障农民工工资支付条例第二十四条、第二十九条、人社部发〔2021〕53号, in their order. What is no known
 * document is not found: whoever needs a basis refuses a text without one. Pure.
 */
export function basesIn(text: string): readonly Basis[] {
  return [...text.matchAll(CITED)].flatMap(([, name = "", articles = ""]): readonly Basis[] => {
    const statute = byName.get(name);
    if (statute === undefined) return [];
    const found = articles.match(new RegExp(ARTICLE, "g")) ?? [null];
    return found.map((article) => ({ statute, article }));
  });
}

/** True on the days on which a document is in force. @param day YYYY-MM-DD */
export function isInForce({ validFrom, validTo }: Statute, day: string): boolean {
  return validFrom <= day && (validTo === null || day <= validTo);
}

/**
 * Tells why a text is no basis to keep data from sharing (不予共享); null where it is one. Art. 15 asks for a law, an administrative
 * regulation or a decision of the State Council; every document that is cited has to be one, and to be cited by article.
 * @law 政务数据共享条例第十五条 [T] 不予共享的依据须为法律、行政法规或者国务院决定，并写明条文；其他依据在编目和申报变更时均不予接受
 */
export function keepingGap(text: string | null): string | null {
  const bases = basesIn(text ?? "");
  if (bases.length === 0) return "no law, administrative regulation or decision of the State Council is cited";
  const low = bases.find(({ statute }) => !KEEPING_RANKS.includes(statute.rank));
  if (low !== undefined) return `${low.statute.title} has no sufficient rank`;
  return bases.some(({ article }) => article === null) ? "the article is not named" : null;
}

/**
 * Tells why a text is no basis to use others' data for a purpose (使用依据); null where it is one: a known document, cited by article,
 * and every document that is cited is in force.
 * @law 政务数据共享条例第二十条 [T] 申请须写明使用依据：现行有效的文件及其条文
 * @param day YYYY-MM-DD
 */
export function usingGap(text: string, day: string): string | null {
  const bases = basesIn(text);
  if (bases.length === 0) return "no known document is cited";
  const over = bases.find(({ statute }) => !isInForce(statute, day));
  if (over !== undefined) return `${over.statute.title} is not in force on ${day}`;
  return bases.some(({ article }) => article !== null) ? null : "the article is not named";
}

const DAY = 86_400_000;
const BEIJING = 8 * 3_600_000;

/** The instant at which the first of the cited documents ends (in Beijing), in milliseconds; null: none of them ends. */
export function endOfBasis(text: string): number | null {
  const ends = basesIn(text).flatMap(({ statute }) =>
    statute.validTo === null ? [] : [Date.parse(`${statute.validTo}T00:00:00Z`) + DAY - BEIJING],
  );
  return ends.length === 0 ? null : Math.min(...ends);
}
