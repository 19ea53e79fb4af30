import type { SourceDescription } from "../../description/source-description.ts";

/** Why a drop is not taken over; the code alone is told, never what stands in the file. */
export class DropRefused extends Error {
  readonly code: string;
  /** Where it is wrong, by numbers of rows and columns, where its reader can tell. */
  readonly place: string | undefined;

  constructor(code: string, place?: string) {
    super(code);
    this.name = "DropRefused";
    this.code = code;
    this.place = place;
  }
}

/** How a file is written. */
export interface DropForm {
  /** Of CSV. */
  readonly encoding: "utf-8" | "gb18030";
  /** Of CSV. */
  readonly delimiter: string;
  /** Number of the row that holds the names of the columns, from 1. */
  readonly header: number;
}

/** The form of a source's files: UTF-8, commas and the first row, unless it states another. */
export function dropFormOf({ files }: Pick<SourceDescription, "files">): DropForm {
  return { encoding: files?.encoding ?? "utf-8", delimiter: files?.delimiter ?? ",", header: files?.header ?? 1 };
}
