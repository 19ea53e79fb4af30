import { coordinateTerms, ENTRY, UNIT } from "./facets.ts";
import type { CoordinateUse, DerivedUse, Subject } from "./record.ts";

/** The facets that a leaf itself states, and the commitment that stands in the leaf for a long list of subjects. */
export interface LeafFacets {
  /** As `facetLine` wrote it; without subjects when they are committed to. */
  readonly line: string;
  readonly subjectsRoot: string | null;
}

/**
 * Reads the facets back from the canonical JSON of a leaf, without parsing all of it: the keys of canonical JSON stand in a known
 * order, and a quote within a string is always escaped, so that `,"key":` occurs only where that key is. A test compares
 * with parsing. One reader serves one pass: it remembers the coordinates lists that it met.
 * @throws SyntaxError when the text is not a leaf.
 */
export function facetReader(): (text: string) => LeafFacets {
  const terms = new Map<string, string>();
  const termsOf = (coordinates: string, derived: string): string => {
    const key = coordinates + UNIT + derived;
    const known = terms.get(key);
    if (known !== undefined) return known;
    const found = coordinateTerms(JSON.parse(coordinates) as CoordinateUse[], JSON.parse(derived) as DerivedUse[]).join(
      ENTRY,
    );
    if (terms.size >= 10_000) terms.clear();
    terms.set(key, found);
    return found;
  };
  return (text) => {
    let at = 0;
    const skipTo = (mark: string): number => {
      const found = text.indexOf(mark, at);
      if (found < 0) throw new SyntaxError(`A leaf has ${mark}`);
      at = found + mark.length;
      return found;
    };
    const upTo = (mark: string): string => text.slice(at, skipTo(mark));
    skipTo('{"app":');
    const app = scalar(upTo(',"argumentCommitments":'));
    skipTo(',"change":');
    const lifts = liftedBy(upTo(',"coordinates":'));
    const coordinates = upTo(',"covert":');
    const covert = scalar(upTo(',"decision":'));
    const decision = scalar(upTo(',"department":'));
    const department = scalar(upTo(',"derived":'));
    const derived = upTo(',"divisions":');
    skipTo(',"kind":');
    const kind = scalar(upTo(',"latencyMs":'));
    skipTo(',"officer":');
    const officer = scalar(upTo(',"operationHash":'));
    skipTo(',"purpose":');
    const purpose = scalar(upTo(',"rowCount":'));
    const rowCount = upTo(',"subjectCount":');
    skipTo(',"subjects":');
    const subjects = subjectsOf(upTo(',"subjectsRoot":'));
    const subjectsRoot = upTo(',"time":');
    const time = Date.parse(scalar(upTo(',"traceId":')));
    return {
      line:
        `${time}${UNIT}${kind}${UNIT}${department}${UNIT}${app}${UNIT}${officer}${UNIT}${purpose}${UNIT}${decision}${UNIT}` +
        `${covert}${UNIT}${lifts}${UNIT}${rowCount}${UNIT}${termsOf(coordinates, derived)}${UNIT}${subjects}`,
      subjectsRoot: subjectsRoot === "null" ? null : scalar(subjectsRoot),
    };
  };
}

function scalar(json: string): string {
  if (json === "null") return "";
  if (!json.includes("\\")) return json.slice(1, -1);
  return String(JSON.parse(json));
}

function liftedBy(json: string): string {
  if (json === "null") return "";
  const change = JSON.parse(json) as { what: string; id: string };
  return change.what === "covert-lift" ? change.id : "";
}

function subjectsOf(json: string): string {
  if (json === "[]") return "";
  return (JSON.parse(json) as Subject[]).map(({ type, pseudonym }) => `${type}:${pseudonym}`).join(ENTRY);
}
