/** The shortest list of division prefixes that reaches the same rows, sorted: a prefix of another prefix swallows it. */
export const normalScope = (prefixes: readonly string[]): readonly string[] => {
  const sorted = [...new Set(prefixes)].sort();
  return Object.freeze(sorted.filter((prefix, at) => !sorted.slice(0, at).some((wider) => prefix.startsWith(wider))));
};
