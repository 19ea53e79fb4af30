import { namesPerson } from "../../../schema/names-person.ts";
import type { Words } from "../../../schema/words.ts";
import { builder } from "../builder.ts";
import { invalid } from "../errors.ts";

/**
 * One argument of a step: its GraphQL type, its words, and the check that every value passes before anything is read or
 * written with it. This is the only place where free text, numbers and ids of the workflow are bounded.
 */
export interface Argument<Value> {
  /** As Pothos takes it: a scalar's name, a reference to an enum or an input type, or a list of one. */
  readonly type: unknown;
  readonly description: string;
  readonly required: boolean;
  /**
   * Gives the value as effects get it.
   * @param name path of the argument, for the message; the value itself never stands in a message
   * @throws HUB_APPLICATION_INVALID
   */
  readonly read: (name: string, value: unknown) => Value;
}

/** Arguments by their names. */
export type Arguments = Readonly<Record<string, Argument<unknown>>>;

/** Values of arguments, as effects get them. */
export type Values<A extends Arguments> = { readonly [Name in keyof A]: A[Name] extends Argument<infer V> ? V : never };

/** Values as GraphQL hands them in. */
export type Raw = Readonly<Record<string, unknown>>;

/** Checks all arguments of a step. @throws HUB_APPLICATION_INVALID */
export function readArguments<A extends Arguments>(args: A, raw: Raw, path = ""): Values<A> {
  const values = Object.entries(args).map(([name, argument]) => [name, argument.read(`${path}${name}`, raw[name])]);
  return Object.fromEntries(values) as Values<A>;
}

/** Signs that do something unseen: end a text, hide in it, turn the direction in which it is read. */
const CONTROL = /[^\P{Cc}\t\n\r]|\p{Cs}|\p{Cf}/u;

const checkText = (name: string, value: unknown, most: number): string => {
  const text = String(value).trim();
  if (text === "") throw invalid(name, "expected text, got nothing", "不得为空");
  if (text.length > most)
    throw invalid(name, `expected at most ${most} characters, got ${text.length}`, `至多 ${most} 字`);
  if (CONTROL.test(text))
    throw invalid(name, "expected text without control or invisible characters", "不得含控制字符和不可见字符");
  return text;
};

const MOST_CHARACTERS = 2000;

/** Somebody's mobile number, or a bank card's of China UnionPay, in any width and with separators. */
const REACHES_PERSON = /(?<!\d)(?:(?:86)?1[3-9]\d{9}|62\d{14,17})(?!\d)/;

const isPersonal = (value: string): boolean =>
  namesPerson(value) || REACHES_PERSON.test(value.normalize("NFKC").replace(/(?<=\d)[\s\p{Pd}\p{Cf}]+(?=\d)/gu, ""));

/** Free text: not blank, bounded, without control characters, and without anybody's own number. Surrounding blanks go. */
export function text(description: string, most = MOST_CHARACTERS): Argument<string> {
  const read = (name: string, value: unknown): string => {
    const found = checkText(name, value, most);
    if (isPersonal(found))
      throw invalid(
        name,
        "expected no citizen number, mobile number or bank card",
        "不得载明公民身份号码、手机号码或银行卡号",
      );
    return found;
  };
  return Object.freeze({ type: "String", description, required: true, read });
}

/** Text of one form. @param expected the form in words, for the message */
export function formed(description: string, pattern: RegExp, expected: Words): Argument<string> {
  const read = (name: string, value: unknown): string => {
    const found = String(value);
    if (!pattern.test(found) || namesPerson(found))
      throw invalid(name, `expected ${expected.en}`, `应为${expected.zh}`);
    return found;
  };
  return Object.freeze({ type: "String", description, required: true, read });
}

/** Text that a program reads (a schema, a file in Base64): bounded in length, and text throughout. */
export function document(description: string, most: number): Argument<string> {
  const read = (name: string, value: unknown): string => {
    const found = String(value);
    if (found.length > most)
      throw invalid(name, `expected at most ${most} characters, got ${found.length}`, `至多 ${most} 字`);
    if (found.includes("\u0000")) throw invalid(name, "expected text", "应为文本");
    return found;
  };
  return Object.freeze({ type: "String", description, required: true, read });
}

/** Identifier of a department or an app. */
export function name(description: string): Argument<string> {
  return formed(description, /^[a-z][a-z0-9-]{0,62}$/, {
    en: "small letters, digits and hyphens",
    zh: "小写字母、数字与连字符",
  });
}

/** Code of a purpose (用途代码). */
export function purposeCode(description: string): Argument<string> {
  return formed(description, /^[A-Z][A-Z0-9_]{1,63}$/, {
    en: "capital letters, digits and underscores",
    zh: "大写字母、数字与下划线",
  });
}

/** Coordinate `Type.field`; the catalogue says whether there is one. */
export function coordinate(description = "字段坐标"): Argument<string> {
  return formed(description, /^[^\s\p{C}]{1,200}$/u, { en: "a coordinate Type.field", zh: "字段坐标 Type.field" });
}

/** Number of a matter; whoever looks it up says whether there is one. */
export function id(description: string): Argument<string> {
  const read = (name: string, value: unknown): string => {
    const found = String(value);
    if (!/^[\w.:-]{1,64}$/.test(found) || namesPerson(found))
      throw invalid(name, "expected the number of a matter", "应为编号");
    return found;
  };
  return Object.freeze({ type: "ID", description, required: true, read });
}

/** Whole number within bounds. */
export function whole(description: string, least: number, most: number): Argument<number> {
  const read = (name: string, value: unknown): number => {
    const found = Number(value);
    if (found >= least && found <= most) return found;
    throw invalid(name, `expected ${least} to ${most}, got ${found}`, `应为 ${least} 至 ${most}`);
  };
  return Object.freeze({ type: "Int", description, required: true, read });
}

/** Yes or no. */
export function flag(description: string): Argument<boolean> {
  return Object.freeze({
    type: "Boolean",
    description,
    required: true,
    read: (_: string, value: unknown) => value === true,
  });
}

const DISTANT = Date.UTC(2200, 0, 1);

/** Instant or day, as GraphQL's scalar has checked it, between 1900 and 2200. */
export function time(type: "DateTime" | "Date", description: string): Argument<Date> {
  const read = (name: string, value: unknown): Date => {
    const found = value as Date;
    if (found.getTime() >= Date.UTC(1900, 0, 1) && found.getTime() < DISTANT) return found;
    throw invalid(name, "expected a time between 1900 and 2200", "应在 1900 年至 2200 年之间");
  };
  return Object.freeze({ type, description, required: true, read });
}

/** A word of an enum or a value of a scalar; GraphQL has checked it. */
export function word<Value>(
  type: { readonly $inferInput: Value } | "DivisionCode",
  description: string,
): Argument<Value> {
  return Object.freeze({ type, description, required: true, read: (_: string, value: unknown) => value as Value });
}

/** The same argument, which may be left out or be null. A blank text counts as left out. */
export function optional<Value>(argument: Argument<Value>): Argument<Value | null> {
  const read = (name: string, value: unknown): Value | null => {
    if (value === null || value === undefined) return null;
    return typeof value === "string" && value.trim() === "" ? null : argument.read(name, value);
  };
  return Object.freeze({ ...argument, required: false, read });
}

/** Several of the same, in a list of bounded length. */
export function list<Value>(of: Argument<Value>, description: string, most: number): Argument<readonly Value[]> {
  const read = (name: string, value: unknown): readonly Value[] => {
    const values = value as readonly unknown[];
    if (values.length > most) throw invalid(name, `expected at most ${most}, got ${values.length}`, `至多 ${most} 项`);
    return values.map((one) => of.read(name, one));
  };
  return Object.freeze({ type: [of.type], description, required: true, read });
}

type Group<A extends Arguments> = Argument<Values<A>> & {
  /** The same input type as an argument of its own words. */
  readonly as: (description: string) => Argument<Values<A>>;
};

/** An input type whose fields are arguments themselves; added to the schema once, where it is declared. */
export function group<A extends Arguments>(typeName: string, description: string, fields: A): Group<A> {
  const type = builder.inputType(typeName, {
    description,
    fields: (t) =>
      Object.fromEntries(
        Object.entries(fields).map(([field, argument]) => [
          field,
          // Pothos infers input types from literals; here the declaration above has them.
          t.field({ type: argument.type as "String", required: argument.required, description: argument.description }),
        ]),
      ),
  });
  const read = (path: string, value: unknown): Values<A> => readArguments(fields, value as Raw, `${path}.`);
  const as = (words: string): Argument<Values<A>> => Object.freeze({ type, description: words, required: true, read });
  return Object.freeze({ ...as(description), as });
}

/** SHA-256, but not that of an empty file, which is no document. */
const DOCUMENT_HASH = /^(?!e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855$)[0-9a-f]{64}$/;

/** A document that is kept elsewhere: its number, and the hash by which anybody can tell it again. */
export const DocumentInput = group("DocumentInput", "文书：只登记文号与文件的 SHA-256，不登记文件本身", {
  reference: text("文号或存档编号", 200),
  sha256: formed("文件的 SHA-256（64 位十六进制小写）", DOCUMENT_HASH, {
    en: "64 hexadecimal digits in small letters, not of an empty file",
    zh: "64 位小写十六进制数字，且不得为空文件的",
  }),
});
