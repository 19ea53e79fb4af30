import canonicalize from "canonicalize";

/** The form of a value in a leaf: canonical JSON (RFC 8785), written and recognised by the same description. */
export interface Form<Value> {
  /** The canonical JSON of every such value, and of nothing else, as the source of a regular expression without capturing groups. */
  readonly grammar: string;
  /** The value with its keys set in the order of RFC 8785 and without others, for JSON.stringify; absent when it is so already. */
  readonly shape?: (value: Value) => unknown;
  /** An object may be without a member of this form. */
  readonly optional?: true;
}

/** The characters that JSON escapes. In a leaf only the quote and the backslash may be: the grammar of `text` knows no other escape. */
// eslint-disable-next-line no-control-regex -- control characters are what has to be found
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/u;

/** True when JSON writes the string without an escape. */
export function isPlain(value: string): boolean {
  return !ESCAPED.test(value);
}

/** A string without control characters and lone surrogates. */
export const text: Form<string> = { grammar: String.raw`"[^"\\\x00-\x1f]*(?:\\["\\][^"\\\x00-\x1f]*)*"` };

/** A safe integer. */
export const integer: Form<number> = { grammar: String.raw`(?:0|-?[1-9]\d{0,15})` };

/** Above this a number of three decimals is not exact. */
export const MAX_THOUSANDTHS = 1e12;

/** A number of at most MAX_THOUSANDTHS, rounded to three decimals. */
export const thousandths: Form<number> = {
  grammar: String.raw`(?:0|-?[1-9]\d{0,11}|-?(?:0|[1-9]\d{0,11})\.\d{0,2}[1-9])`,
  shape: (value) => Math.round(value * 1000) / 1000,
};

/** The value, or null. */
export function nullable<Value>({ grammar, shape }: Form<Value>): Form<Value | null> {
  return {
    grammar: `(?:null|${grammar})`,
    ...(shape && { shape: (value: Value | null) => (value === null ? null : shape(value)) }),
  };
}

/** An array. */
export function list<Value>({ grammar, shape }: Form<Value>): Form<readonly Value[]> {
  return {
    grammar: String.raw`\[(?:${grammar}(?:,${grammar})*)?\]`,
    ...(shape && { shape: (values: readonly Value[]) => values.map(shape) }),
  };
}

/** A member that may be absent. It MUST NOT be the first of its object. */
export function optional<Value>(form: Form<Value>): Form<Value | undefined> {
  return { ...(form as Form<Value | undefined>), optional: true };
}

/** The forms of an object's members, by name. */
export type Members<Value> = { readonly [Key in keyof Value]-?: Form<Value[Key]> };

/** An object with these members and no others, in the order in which RFC 8785 writes them: by the UTF-16 units of their names. */
export function object<Value extends object>(members: Members<Value>): Form<Value> {
  const sorted = membersInOrder(members);
  const grammar = sorted.map(([key, form], at) => {
    const member = `${at === 0 ? "" : ","}"${key}":${form.grammar}`;
    return form.optional === true ? `(?:${member})?` : member;
  });
  return {
    grammar: String.raw`\{${grammar.join("")}\}`,
    shape(value) {
      const shaped: { -readonly [Key in keyof Value]?: unknown } = {};
      for (const [key, { shape }] of sorted) {
        const member = value[key];
        if (member !== undefined) shaped[key] = shape === undefined ? member : shape(member);
      }
      return shaped;
    },
  };
}

/** The members in the order in which they stand in an object. */
export function membersInOrder<Value extends object>(
  members: Members<Value>,
): readonly (readonly [keyof Value & string, Form<unknown>])[] {
  const entries = Object.entries(members) as [keyof Value & string, Form<unknown>][];
  return entries.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** A JSON value; what a leaf may be made of. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * JSON in the canonical form of RFC 8785 (JCS): sorted keys, no white space, shortest numbers.
 * The same value gives the same text in every language.
 * @throws TypeError for what JSON cannot say (NaN, infinities, lone surrogates, circles).
 */
export function canonicalText(value: Json): string {
  try {
    const text = canonicalize(value);
    if (text !== undefined) return text;
  } catch (error) {
    throw new TypeError("The value has no canonical JSON", { cause: error });
  }
  throw new TypeError("The value has no canonical JSON");
}
