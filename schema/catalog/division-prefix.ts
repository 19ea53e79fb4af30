/** A whole code stands for its whole division: 411100 and 411100000000 → 4111, 411102003000 → 411102003. `*` → "". */
export const divisionPrefix = (code: string): string => {
  if (code === "*") return "";
  let prefix = code.trim();
  if (prefix.length === 12 && prefix.endsWith("000")) prefix = prefix.slice(0, 9);
  if (prefix.length === 9 && prefix.endsWith("000")) prefix = prefix.slice(0, 6);
  if (prefix.length === 6 && prefix.endsWith("00")) prefix = prefix.slice(0, 4);
  if (prefix.length === 4 && prefix.endsWith("00")) prefix = prefix.slice(0, 2);
  return prefix;
};
