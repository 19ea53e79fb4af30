import { readdirSync, readFileSync } from "node:fs";
import { basesIn, type Basis } from "../schema/law/basis.ts";
import type { Reading } from "../schema/law/statutes.ts";

/** One duty or rule of the law, as the code that carries it out notes it. */
export interface LawNote {
  readonly basis: Basis;
  readonly reading: Reading;
  /** In Chinese: what the code does. */
  readonly does: string;
  readonly file: string;
}

/** Titles of the tests that name an article, with their files. */
export interface LawTest {
  readonly title: string;
  readonly file: string;
}

const ROOMS = ["subgraphs", "gateway", "schema", "ledger", "demo", "tests", "deploy"] as const;
const SKIPPED = /(^|\/)(generated|node_modules|dist|fixtures)\//;

/** Tests of the citations themselves: they name articles and carry none of them out. */
const OF_CITATIONS = /^(schema\/law|deploy)\//;

/** Every TypeScript source of the rooms, tests included. */
function sources(): readonly string[] {
  return ROOMS.flatMap((room) =>
    readdirSync(room, { recursive: true, encoding: "utf8" })
      .map((entry) => `${room}/${entry}`)
      .filter((path) => path.endsWith(".ts") && !SKIPPED.test(path)),
  ).sort();
}

const NOTE = /^ \* @law (\S+) \[([TSM])\] (.+)$/gm;

/**
 * The notes of one source: lines `@law 社会救助暂行办法第五十八条 [T] …` of its doc comments; several articles are several notes.
 * @throws when a note cites no known document, or no article
 */
export function notesIn(file: string, text: string): readonly LawNote[] {
  const lines = text.match(/^ \* @law .*$/gm) ?? [];
  const notes = [...text.matchAll(NOTE)];
  if (lines.length !== notes.length)
    throw new Error(`${file}: expected @law 文件第几条 [T|S|M] 事项, got ${lines.join("; ")}`);
  return notes.flatMap(([, cited = "", reading, does = ""]) => {
    const bases = basesIn(cited);
    if (bases.length === 0 || bases.some(({ article }) => article === null))
      throw new Error(`${file}: ${cited} cites no article of a known document`);
    return bases.map((basis) => ({ basis, reading: reading as Reading, does, file }));
  });
}

const TITLE = /\b(?:test|describe|it)(?:\.each)?\([\s\S]*?["'`]([^"'`\n]*第[^"'`\n]*条[^"'`\n]*)["'`]/g;
const ROW = /\[\s*"([^"\n]*第[^"\n]*条[^"\n]*)",/g;

/** Titles of tests, and of rows of tables of tests, that name an article. */
export function testsIn(file: string, text: string): readonly LawTest[] {
  const titles = new Set([...text.matchAll(TITLE), ...text.matchAll(ROW)].map(([, title = ""]) => title));
  return [...titles].map((title) => ({ title, file }));
}

/** Tests of the workflow speak of 政务数据共享条例 where they name an article alone. */
const OF_SHARING = /^(subgraphs|tests)\/(sharing|console)\//;

/** True for a test that names the article of a note, its document by title, by number, or as the workflow's tests do. */
export function isTestOf({ statute, article }: Basis, { title, file }: LawTest): boolean {
  const whole = /^第[^条]+条(?:之[一二三四五六七八九十]+)?/.exec(article ?? "")?.[0] ?? "";
  const cited = basesIn(title).filter((basis) => basis.article?.startsWith(whole) === true);
  if (cited.length > 0) return cited.some((basis) => basis.statute === statute);
  return statute.title === "政务数据共享条例" && OF_SHARING.test(file) && title.includes(whole);
}

/** Notes and tests of the whole repository. */
export function readLaw(): { readonly notes: readonly LawNote[]; readonly tests: readonly LawTest[] } {
  const files = sources().map((file) => [file, readFileSync(file, "utf8")] as const);
  const isTest = (file: string): boolean => file.endsWith(".test.ts");
  return {
    notes: files.flatMap(([file, text]) => (isTest(file) ? [] : notesIn(file, text))),
    tests: files.flatMap(([file, text]) => (isTest(file) && !OF_CITATIONS.test(file) ? testsIn(file, text) : [])),
  };
}
