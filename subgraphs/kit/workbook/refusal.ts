import type { Words } from "../../../schema/words.ts";

/** A workbook that is not read any further, with the reason in words of its own: nothing of the file is repeated in it. */
export class WorkbookRefused extends Error {
  readonly words: Words;

  constructor(en: string, zh: string) {
    super(en);
    this.words = { en, zh };
  }
}

/** Nothing is wrong with the workbook: others are being read, and it can be tried again. */
export class WorkbookBusy extends WorkbookRefused {}
