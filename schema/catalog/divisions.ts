/**
 * Digits of a division code by level: province 2, city 4, district 6, township 9, community 12 (GB/T 2260 and the
 * statistical codes), and grid 15.
 */
export const DIVISION_CODE = /^(?:\d{2}|\d{4}|\d{6}|\d{9}|\d{12}|\d{15})$/;

/** A whole code stands for its whole division: 411100 and 411100000000 → 4111, 411102003000 → 411102003. `*` → "". */
export function divisionPrefix(code: string): string {
  if (code === "*") return "";
  let prefix = code.trim();
  if (prefix.length === 15 && prefix.endsWith("000")) prefix = prefix.slice(0, 12);
  if (prefix.length === 12 && prefix.endsWith("000")) prefix = prefix.slice(0, 9);
  if (prefix.length === 9 && prefix.endsWith("000")) prefix = prefix.slice(0, 6);
  if (prefix.length === 6 && prefix.endsWith("00")) prefix = prefix.slice(0, 4);
  if (prefix.length === 4 && prefix.endsWith("00")) prefix = prefix.slice(0, 2);
  return prefix;
}

/** 71 to 79 in the place of the county: statistical codes of development zones, which have no government but a branch of the city's. */
const ZONE = /^\d{4}7[1-9]/;

/**
 * The area of the government to which a place belongs: the province's, the city's, or the county's for everything from the county
 * down. 411102003001 → 411102, 411171001 → 4111.
 */
export function governmentOf(code: string): string {
  const prefix = divisionPrefix(code);
  return prefix.slice(0, ZONE.test(prefix) ? 4 : 6);
}

/** True for the scope that reaches every row, those without a division included. */
export const reachesAll = (scope: readonly string[]): boolean => scope.includes("");

/** The shortest list of division prefixes that reaches the same rows, sorted: a prefix of another prefix swallows it. */
export function normalScope(prefixes: readonly string[]): readonly string[] {
  const sorted = [...new Set(prefixes)].sort();
  return Object.freeze(sorted.filter((prefix, at) => !sorted.slice(0, at).some((wider) => prefix.startsWith(wider))));
}
