import type { SourceField } from "../description/source-description.ts";
import { expectedOf, fieldNameOf, typeNameOf } from "./glossary.ts";
import { recognise, type Recognised } from "./recognise.ts";
import type { SampledColumn, SampledSource, SampledTable } from "./sample.ts";

/** What the sample showed of one column. */
export interface Profile {
  readonly column: SampledColumn;
  readonly recognised: Recognised;
  readonly rows: number;
  /** Shares from 0 to 1. */
  readonly blank: number;
  readonly distinct: number;
}

export interface ProposedField {
  readonly name: string;
  readonly profile: Profile;
  readonly type: string;
  readonly subject: boolean;
}

export interface ProposedType {
  readonly name: string;
  readonly table: SampledTable;
  readonly key: string;
  /** Whether what was seen says that rows are known by it. */
  readonly isKeySure: boolean;
  readonly division: Profile | undefined;
  readonly asOf: string | undefined;
  readonly fields: readonly ProposedField[];
}

export interface ProposedEnum {
  readonly name: string;
  readonly column: SampledColumn;
  readonly codes: readonly string[];
}

export interface Proposal {
  readonly types: readonly ProposedType[];
  readonly enums: readonly ProposedEnum[];
}

const profiled = (
  column: SampledColumn,
  source: SampledSource,
  divisionNames: ReadonlyMap<string, string>,
): Profile => {
  const told = column.values.filter((value) => value !== null);
  const rows = column.values.length;
  return {
    column,
    recognised: recognise(column, source, divisionNames),
    rows,
    blank: rows === 0 ? 0 : 1 - told.length / rows,
    distinct: told.length === 0 ? 0 : new Set(told).size / told.length,
  };
};

/** Types of which a key may be: nobody's number, no amount and no code that several rows share. */
const canBeKey = ({ recognised: { type, codes, isDivision } }: Profile): boolean =>
  codes === undefined && isDivision !== true && ["String", "Int", "ID"].includes(type);

const isUnique = ({ rows, blank, distinct }: Profile): boolean => rows > 1 && blank === 0 && distinct === 1;

/** The column by which rows are known, surest first: what the system says, what is unique and called a number, what is unique. */
const keyOf = (profiles: readonly Profile[]): { readonly key: Profile | undefined; readonly isSure: boolean } => {
  const possible = profiles.filter(canBeKey);
  const isNumber = ({ column: { name, title } }: Profile): boolean => expectedOf(name, title) === "number";
  const sure =
    possible.find(({ column }) => column.isKey === true) ??
    possible.find((profile) => isUnique(profile) && isNumber(profile)) ??
    possible.find(isUnique);
  return { key: sure ?? possible.find(isNumber) ?? possible[0] ?? profiles[0], isSure: sure !== undefined };
};

/** Gives each name once. */
class Names {
  readonly #taken = new Set<string>(["divisionCode", "asOf"]);

  of(wanted: string): string {
    let name = wanted;
    for (let at = 2; this.#taken.has(name); at += 1) name = `${wanted}${at}`;
    this.#taken.add(name);
    return name;
  }
}

const upper = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** The part of a place that names what is there: of a file without its ending, of a path or a table the last part. */
const ownName = (from: string): string =>
  from
    .replace(/\.(?:csv|txt|xlsx)$/i, "")
    .split(/[/.]/)
    .findLast((part) => part !== "") ?? "";

/** Proposes types, keys, divisions and code maps. Nothing of it is classified. Pure. */
class Proposer {
  readonly #source: SampledSource;
  readonly #divisionNames: ReadonlyMap<string, string>;
  readonly #typeNames = new Names();
  readonly #enums: ProposedEnum[] = [];

  constructor(source: SampledSource, divisionNames: ReadonlyMap<string, string>) {
    this.#source = source;
    this.#divisionNames = divisionNames;
  }

  proposal(fallback: string): Proposal {
    const types = this.#source.tables.map((table) =>
      this.#type(table, this.#typeNames.of(typeNameOf(ownName(table.from)) || typeNameOf(fallback))),
    );
    return { types, enums: this.#enums };
  }

  #type(table: SampledTable, name: string): ProposedType {
    const profiles = table.columns.map((column) => profiled(column, this.#source, this.#divisionNames));
    const { key, isSure } = keyOf(profiles);
    const division = profiles.find(({ recognised }) => recognised.isDivision === true);
    const moment = profiles.find(
      ({ column, recognised }) => recognised.type === "DateTime" && expectedOf(column.name, column.title) === "changed",
    );
    const about =
      profiles.find(({ recognised }) => recognised.type === "Person") ??
      profiles.find(({ recognised }) => recognised.type === "Enterprise");
    const names = new Names();
    const fields = profiles.flatMap((profile, at): readonly ProposedField[] => {
      if (profile === division || profile === moment) return [];
      const { column, recognised } = profile;
      const field = names.of(fieldNameOf(column.name, column.title, at + 1));
      const type =
        profile === key ? "ID" : recognised.codes ? this.#enum(name, field, recognised.codes, column) : recognised.type;
      return [{ name: field, profile, type, subject: profile === about && profile !== key }];
    });
    const keyField = fields.find(({ profile }) => profile === key)?.name ?? "";
    return { name, table, key: keyField, isKeySure: isSure, division, asOf: moment?.column.name, fields };
  }

  #enum(type: string, field: string, codes: readonly string[], column: SampledColumn): string {
    const name = this.#typeNames.of(`${type}${upper(field)}`);
    this.#enums.push({ name, column, codes });
    return name;
  }
}

/**
 * What a source.yaml of a sampled system may say.
 * @param fallback name of types whose table has no name in Latin letters
 * @param divisionNames codes of divisions by name
 */
export function propose(source: SampledSource, fallback: string, divisionNames: ReadonlyMap<string, string>): Proposal {
  return new Proposer(source, divisionNames).proposal(fallback);
}

/** Parts of a proposed field that translate it. */
export function translationPart({ type, profile: { recognised } }: ProposedField): Partial<SourceField> {
  const { format, unit } = recognised;
  return {
    ...(format !== undefined && type !== "ID" && { format }),
    ...(unit !== undefined && type === "Fen" && { unit }),
  };
}
