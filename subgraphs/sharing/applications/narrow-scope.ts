import { divisionPrefix, normalScope } from "../../../schema/catalog/divisions.ts";
import { invalid } from "../errors.ts";

/** As the gateway reads them. */
const normal = (codes: readonly string[]): readonly string[] => normalScope(codes.map(divisionPrefix));

const isWithin = (asked: readonly string[], prefix: string): boolean =>
  asked.some((wider) => prefix.startsWith(divisionPrefix(wider)));

/**
 * The row scope that an owner narrows a coordinate to, in the shortest form; empty: as it was asked for. Pure.
 * @throws HUB_APPLICATION_INVALID where a division reaches beyond what was asked for: wider is a new application (art. 25)
 */
export function narrowScope(
  coordinate: string,
  asked: readonly string[],
  narrowed: readonly string[],
): readonly string[] {
  const scope = normal(narrowed);
  const beyond = scope.filter((prefix) => !isWithin(asked, prefix));
  if (beyond.length > 0) {
    throw invalid(
      coordinate,
      `rowScope: expected divisions within ${asked.join(", ")}, got ${beyond.join(", ")}`,
      `行范围应在 ${asked.join("、")} 之内，实际为 ${beyond.join("、")}`,
      { coordinates: [coordinate] },
    );
  }
  return scope.join() === normal(asked).join() ? [] : scope;
}

/**
 * The row scope of a grant: what was asked for, less what the owner cut off. It cannot come out wider than either, whatever
 * stands in the database. Pure.
 */
export function grantedScope(asked: readonly string[], narrowed: readonly string[]): readonly string[] {
  return narrowed.length === 0 ? asked : narrowed.filter((prefix) => isWithin(asked, divisionPrefix(prefix)));
}
