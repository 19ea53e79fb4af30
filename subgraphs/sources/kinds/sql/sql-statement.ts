import type { SourceDescription, SourceField, SourceType } from "../../description/source-description.ts";
import type { Comparison, Conditions } from "../../../kit/rows/conditions.ts";
import type { SourceQuery } from "../../reading/reader.ts";
import type { SqlDialect, SqlValue } from "./sql-system.ts";

/** A statement with its values, in the order of their places. */
export interface SqlStatement {
  readonly text: string;
  readonly values: readonly SqlValue[];
}

/** What an old system's own values are for values of the graph. */
export interface Spellings {
  /** Every way in which a person's number is written in a column. */
  readonly people: (field: string) => (pseudonym: string) => readonly string[];
}

/** A name as the standard writes it; MySQL reads it so in the mode ANSI_QUOTES. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A table or view, with its schema before a dot where it has one. */
export function quotedTable(from: string): string {
  return from.split(".").map(quoted).join(".");
}

const dayIn = (value: Date, format: SourceField["format"]): string => {
  const iso = value.toISOString().slice(0, 10);
  if (format === "YYYYMMDD") return iso.replaceAll("-", "");
  return format === "YYYY/MM/DD" ? iso.replaceAll("-", "/") : iso;
};

const pattern = (prefix: string): string => `${prefix.replaceAll(/[\\%_]/g, "\\$&")}%`;

const OPERATORS = { gte: ">=", gt: ">", lt: "<" } as const;

/** Writes one statement, with its values numbered as they come. */
class Writer {
  readonly #type: SourceType;
  readonly #enums: SourceDescription["enums"];
  readonly #spellings: Spellings;
  readonly #dialect: SqlDialect;
  readonly values: SqlValue[] = [];

  constructor(type: SourceType, enums: SourceDescription["enums"], spellings: Spellings, dialect: SqlDialect) {
    this.#dialect = dialect;
    this.#type = type;
    this.#enums = enums;
    this.#spellings = spellings;
  }

  where(conditions: Conditions): string {
    const clauses = conditions.map(
      (clause) => `(${clause.map((one) => this.#comparison(one)).join(" or ") || "false"})`,
    );
    return clauses.length === 0 ? "" : ` where ${clauses.join(" and ")}`;
  }

  readonly #parameter = (value: SqlValue): string => {
    this.values.push(value);
    return this.#dialect.parameter(this.values.length);
  };

  #among(column: string, values: readonly string[]): string {
    return this.#dialect.among(column, values, this.#parameter);
  }

  #comparison({ field, compare, value }: Comparison): string {
    if (field === "divisionCode") return this.#division(compare, value);
    const stated = this.#type.fields.get(field);
    if (stated === undefined) throw new Error(`No field ${field} to compare`);
    const column = quoted(stated.column);
    if (compare === "startsWith") throw new Error(`${field}: only divisions are compared by prefix`);
    if (compare === "equals" || compare === "in") {
      const values = (compare === "in" ? (value as readonly unknown[]) : [value]).flatMap(this.#spelled(field, stated));
      return this.#among(column, values);
    }
    const [text = ""] = this.#spelled(field, stated)(value);
    return `${column} ${OPERATORS[compare]} ${this.#parameter(text)}`;
  }

  /** A value as the column has it; several where the old system has several words for it, none where it has none. */
  #spelled(field: string, { type, format }: SourceField): (value: unknown) => readonly string[] {
    if (type === "Person") return (value) => this.#spellings.people(field)(String(value));
    const values = this.#enums.get(type)?.values;
    if (values !== undefined) return (value) => values.get(String(value))?.codes ?? [];
    return (value) => [
      value instanceof Date
        ? dayIn(value, format)
        : format === "YYYYMM"
          ? String(value).replace("-", "")
          : String(value),
    ];
  }

  #division(compare: Comparison["compare"], value: unknown): string {
    const { column, codes } = this.#type.division;
    if (column === undefined || compare !== "startsWith" || typeof value !== "string")
      throw new Error("Divisions are compared by prefix, where there are any");
    if (codes === undefined) return `${quoted(column)} like ${this.#parameter(pattern(value))}`;
    const inside = [...codes].flatMap(([code, division]) => (division.startsWith(value) ? [code] : []));
    return this.#among(quoted(column), inside);
  }
}

/**
 * The statement that reads the rows of a query: the needed columns and no other, the reader's divisions as a condition, in the order of the key.
 * @param take rows at most
 */
export function sqlStatement(
  { type: name, fields, where, order }: SourceQuery,
  { types, enums }: Pick<SourceDescription, "types" | "enums">,
  spellings: Spellings,
  take: number,
  dialect: SqlDialect,
): SqlStatement {
  const type = types.get(name);
  const key = type?.fields.get(type.key);
  if (type === undefined || key === undefined) throw new Error(`No type ${name}`);
  const told = (column: string, field: string): string => `${dialect.told(quoted(column))} as ${quoted(field)}`;
  const columns = [...fields].map((field) => told(type.fields.get(field)?.column ?? "", field));
  if (type.division.column !== undefined) columns.push(told(type.division.column, "divisionCode"));
  if (type.asOf !== undefined) columns.push(told(type.asOf, "asOf"));
  const writer = new Writer(type, enums, spellings, dialect);
  const conditions = writer.where(where);
  const text = `select ${columns.join(", ")} from ${quotedTable(type.from)}${conditions} order by ${quoted(key.column)} ${order} limit ${take}`;
  return { text, values: writer.values };
}

/** The statement that reads the newest moment that a column holds, as `asOf`. */
export function newestStatement(from: string, column: string, dialect: SqlDialect): string {
  return `select ${dialect.told(`max(${quoted(column)})`)} as "asOf" from ${quotedTable(from)}`;
}
