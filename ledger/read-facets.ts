import { coordinateTerms, ENTRY } from "./facets.ts";
import type { CoordinateUse, DerivedUse, Subject } from "./record.ts";

/** Columns of text that are found by their exact value; null in the database is "" here. */
export interface ScalarFacets {
  readonly kind: string;
  readonly department: string;
  readonly app: string;
  readonly officer: string;
  readonly purpose: string;
  readonly decision: string;
  readonly covert: string;
  readonly lifts: string;
}

/** What a record is found by, as a leaf states it or as its row's columns do. Lists are joined with U+001E. */
export interface Facets extends ScalarFacets {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly rowCount: number;
  readonly terms: string;
  readonly subjects: string;
}

/** The facets that a leaf itself states; in place of a long list of subjects it has a commitment. */
export interface LeafFacets extends Facets {
  readonly subjectsRoot: string | null;
}

const MAX_REMEMBERED = 10_000;

/** What stands in a leaf from "coordinates" to "derived", in one piece: much the same for many leaves. */
interface Middle {
  readonly part: string;
  readonly terms: string;
  readonly covert: string;
  readonly decision: string;
  readonly department: string;
}

/**
 * Reads the facets back from the canonical JSON of a leaf, without parsing all of it: the keys of canonical JSON stand in a known
 * order, and a quote within a string is always escaped, so that `,"key":` occurs only where that key is. A test compares
 * with parsing. One reader serves one pass: it remembers the middles that it met.
 * (Methods and no inner functions: this runs once per leaf of a whole log.)
 */
export class FacetReader {
  readonly #middles = new Map<string, Middle>();
  /** The last of each length: comparing is cheaper than looking up a long string. */
  readonly #latest = new Map<number, Middle>();
  #text = "";
  #at = 0;

  /** @throws SyntaxError when the text is not a leaf. */
  read(text: string): LeafFacets {
    this.#text = text;
    this.#at = 0;
    this.#upTo('{"app":');
    const app = scalar(this.#upTo(',"argumentCommitments":'));
    this.#upTo(',"change":');
    const lifts = liftedBy(this.#upTo(',"coordinates":'));
    const { terms, covert, decision, department } = this.#middle(this.#upTo(',"divisions":'));
    this.#upTo(',"kind":');
    const kind = scalar(this.#upTo(',"latencyMs":'));
    this.#upTo(',"officer":');
    const officer = scalar(this.#upTo(',"operationHash":'));
    this.#upTo(',"purpose":');
    const purpose = scalar(this.#upTo(',"rowCount":'));
    const rowCount = Number(this.#upTo(',"subjectCount":'));
    this.#upTo(',"subjects":');
    const subjects = subjectsOf(this.#upTo(',"subjectsRoot":'));
    const root = this.#upTo(',"time":');
    const time = Date.parse(scalar(this.#upTo(',"traceId":')));
    const subjectsRoot = root === "null" ? null : scalar(root);
    return {
      time,
      kind,
      department,
      app,
      officer,
      purpose,
      decision,
      covert,
      lifts,
      rowCount,
      terms,
      subjects,
      subjectsRoot,
    };
  }

  /** The text from here to the mark; goes on behind it. */
  #upTo(mark: string): string {
    const found = this.#text.indexOf(mark, this.#at);
    if (found < 0) throw new SyntaxError(`A leaf has ${mark}`);
    const part = this.#text.slice(this.#at, found);
    this.#at = found + mark.length;
    return part;
  }

  #middle(part: string): Middle {
    const latest = this.#latest.get(part.length);
    if (latest?.part === part) return latest;
    const middle = this.#middles.get(part) ?? this.#parseMiddle(part);
    this.#latest.set(part.length, middle);
    return middle;
  }

  #parseMiddle(part: string): Middle {
    const { coordinates, covert, decision, department, derived } = JSON.parse(`{"coordinates":${part}}`) as {
      coordinates: CoordinateUse[];
      covert: string | null;
      decision: string;
      department: string | null;
      derived: DerivedUse[];
    };
    const terms = coordinateTerms(coordinates, derived).join(ENTRY);
    const middle = { part, terms, covert: covert ?? "", decision, department: department ?? "" };
    if (this.#middles.size >= MAX_REMEMBERED) this.#middles.clear();
    this.#middles.set(part, middle);
    return middle;
  }
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

const SUBJECT_START = '{"pseudonym":"'.length;
const BETWEEN = '","type":"';

function subjectsOf(json: string): string {
  if (json === "[]") return "";
  if (json.includes("\\")) {
    return (JSON.parse(json) as Subject[]).map(({ type, pseudonym }) => `${type}:${pseudonym}`).join(ENTRY);
  }
  let line = "";
  for (let at = 1; at < json.length;) {
    const middle = json.indexOf(BETWEEN, at);
    const end = json.indexOf('"}', middle + BETWEEN.length);
    if (middle < 0 || end < 0) throw new SyntaxError("A leaf lists its subjects");
    if (at > 1) line += ENTRY;
    line += `${json.slice(middle + BETWEEN.length, end)}:${json.slice(at + SUBJECT_START, middle)}`;
    at = end + '"},'.length;
  }
  return line;
}
