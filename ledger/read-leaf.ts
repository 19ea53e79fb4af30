import { COLUMNS, LEAF_FIELDS, REPEATED, type Column, type ColumnValue } from "./record-fields.ts";
import type { LoggedRecord } from "./record.ts";

/** The values that the columns of a leaf's row have to hold, in the order of `COLUMNS`. */
export interface ReadLeaf {
  readonly columns: readonly ColumnValue[];
  /** In place of a long list of subjects the leaf has their number and this commitment; the column is then empty here. */
  readonly subjectCount: number;
  readonly subjectsRoot: string | null;
}

const MAX_REMEMBERED = 10_000;
const COLUMN_LIST: readonly Column[] = COLUMNS;

const KEYS = LEAF_FIELDS.map(([key]) => key);
const FIRST = KEYS.indexOf(REPEATED.first);
/** The first field behind them that every leaf has. */
const BEHIND = LEAF_FIELDS.findIndex(([, { optional }], at) => at > KEYS.indexOf(REPEATED.last) && optional !== true);
const READ: ReadonlySet<string> = new Set([...COLUMN_LIST.flatMap(({ from }) => from), "subjectCount", "subjectsRoot"]);

/** Part of the grammar of a leaf, with a named group for every field that is read. */
function grammarOf(fields: typeof LEAF_FIELDS, separated: boolean): string {
  return fields
    .map(([key, { grammar, optional }], at) => {
      const field = `${at > 0 || separated ? "," : ""}"${key}":${READ.has(key) ? `(${grammar})` : grammar}`;
      return optional === true ? `(?:${field})?` : field;
    })
    .join("");
}

const HEAD = new RegExp(String.raw`^\{${grammarOf(LEAF_FIELDS.slice(0, FIRST), false)},`, "y");
const MIDDLE = new RegExp(`^${grammarOf(LEAF_FIELDS.slice(FIRST, BEHIND), false)}$`);
const TAIL = new RegExp(`${grammarOf(LEAF_FIELDS.slice(BEHIND), true)}}$`, "y");
/** A quote within a string is always escaped: this occurs only where that key is. */
const TAIL_MARK = `,"${KEYS[BEHIND] ?? ""}":`;

/** The place of a field among the groups of HEAD, and behind them those of TAIL; -1 for one in between. */
const GROUPS = [...KEYS.slice(0, FIRST), ...KEYS.slice(BEHIND)].filter((key) => READ.has(key));
const HEAD_GROUPS = KEYS.slice(0, FIRST).filter((key) => READ.has(key)).length;
const SOURCES = COLUMN_LIST.map((column, at) => {
  const [key = "v"] = column.from;
  return { column, at, key, group: GROUPS.indexOf(key) };
});
const COUNT = GROUPS.indexOf("subjectCount");
const ROOT = GROUPS.indexOf("subjectsRoot");

/** The fields from `REPEATED.first` to `REPEATED.last` in one piece, with what the columns say of them. */
interface Middle {
  readonly part: string;
  readonly columns: readonly ColumnValue[];
}

/**
 * Reads leaves and refuses what is none: every other text than the canonical JSON of a record. A test compares with parsing. One reader
 * serves one pass: it remembers the pieces that repeat. (Verifying reads the leaves of a whole log: this is written for speed.)
 */
export class LeafReader {
  readonly #middles = new Map<string, Middle>();
  /** The last of each length: comparing is cheaper than looking up a long string. */
  readonly #latest = new Map<number, Middle>();

  /** @throws SyntaxError when the text is not a leaf. */
  read(text: string): ReadLeaf {
    HEAD.lastIndex = 0;
    const head = HEAD.exec(text);
    const begin = HEAD.lastIndex;
    const end = text.indexOf(TAIL_MARK, begin);
    TAIL.lastIndex = Math.max(end, 0);
    const tail = TAIL.exec(text);
    if (head === null || tail === null) throw new SyntaxError("Not a leaf");
    const middle = this.#middle(text.slice(begin, end));
    const columns: ColumnValue[] = [];
    for (const { column, at, key, group } of SOURCES) {
      if (group < 0) columns.push(middle.columns[at] ?? null);
      else columns.push(valueOf(column, key, groupOf(head, tail, group)));
    }
    const subjectCount = Number(groupOf(head, tail, COUNT));
    const root = groupOf(head, tail, ROOT);
    return { columns, subjectCount, subjectsRoot: root === "null" ? null : root.slice(1, -1) };
  }

  #middle(part: string): Middle {
    const latest = this.#latest.get(part.length);
    if (latest?.part === part) return latest;
    const middle = this.#middles.get(part) ?? this.#parseMiddle(part);
    this.#latest.set(part.length, middle);
    return middle;
  }

  #parseMiddle(part: string): Middle {
    if (!MIDDLE.test(part)) throw new SyntaxError("Not a leaf");
    const fields = JSON.parse(`{${part}}`) as LoggedRecord;
    const columns = COLUMN_LIST.map((column, at) => (SOURCES[at]?.group === -1 ? column.of(fields) : null));
    const middle = { part, columns };
    if (this.#middles.size >= MAX_REMEMBERED) this.#middles.clear();
    this.#middles.set(part, middle);
    return middle;
  }
}

function groupOf(head: RegExpExecArray, tail: RegExpExecArray, group: number): string {
  return (group < HEAD_GROUPS ? head[group + 1] : tail[group + 1 - HEAD_GROUPS]) ?? "null";
}

function valueOf({ read, of }: Column, key: string, json: string): ColumnValue {
  return read === undefined ? of({ [key]: JSON.parse(json) as unknown } as unknown as LoggedRecord) : read(json);
}
