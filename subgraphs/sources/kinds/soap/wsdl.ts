import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { SaxesParser } from "saxes";
import { AnswerRefused } from "../../reading/bounded-http.ts";
import { openService, type OpenedService } from "./soap-service.ts";

/** What a WSDL says, without asking its service. */
export interface DescribedService {
  readonly operations: OpenedService["operations"];
  /** Words in the description by the name of their element or operation; a name with several is not told. */
  readonly titles: ReadonlyMap<string, string>;
  /** Files that it is made of, by their names, the WSDL itself first. */
  readonly files: ReadonlyMap<string, Buffer>;
}

const local = (name: string): string => name.slice(name.indexOf(":") + 1);

interface Seen {
  readonly titles: Map<string, string>;
  readonly imported: string[];
}

/** Words and imports of one file of a description. @throws AnswerRefused `WSDL` for what is no XML, or has a document type */
const seenIn = (xml: string): Seen => {
  const parser = new SaxesParser();
  const seen: Seen = { titles: new Map(), imported: [] };
  const named: string[] = [];
  let words: string | undefined;
  const fail = (): never => {
    throw new AnswerRefused("WSDL");
  };
  parser.on("error", fail);
  parser.on("doctype", fail);
  parser.on("opentag", ({ name, attributes }) => {
    const kind = local(name);
    named.push(["element", "operation"].includes(kind) ? (attributes["name"] ?? "") : "");
    if (kind === "documentation") words = "";
    const place = ["import", "include"].includes(kind)
      ? (attributes["schemaLocation"] ?? attributes["location"])
      : undefined;
    if (place !== undefined) seen.imported.push(place);
  });
  parser.on("text", (text) => {
    if (words !== undefined) words += text;
  });
  parser.on("closetag", ({ name }) => {
    named.pop();
    if (local(name) !== "documentation" || words === undefined) return;
    const of = named.findLast((one) => one !== "");
    const told = words.trim();
    words = undefined;
    if (of === undefined || told === "") return;
    seen.titles.set(of, seen.titles.has(of) && seen.titles.get(of) !== told ? "" : told);
  });
  parser.write(xml).close();
  return seen;
};

const textOf = (file: Buffer): string => {
  const [, named = "utf-8"] = /\bencoding\s*=\s*["']([\w-]+)["']/.exec(file.subarray(0, 200).toString("latin1")) ?? [];
  return new TextDecoder(/^gb/i.test(named) ? "gb18030" : "utf-8", { fatal: true }).decode(file);
};

/**
 * Reads a WSDL with every file beside it that it imports. Nothing is asked over the network.
 * @throws AnswerRefused `WSDL` for one that cannot be read, `IMPORT` for one that leads to another folder or host
 */
export async function describeWsdl(path: string): Promise<DescribedService> {
  const files = new Map<string, Buffer>();
  const titles = new Map<string, string>();
  const waiting = [path.slice(path.lastIndexOf("/") + 1)];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (files.has(name)) continue;
    if (!/^[\w.-]+$/.test(name)) throw new AnswerRefused("IMPORT");
    const file = await readFile(join(dirname(path), name)).catch(() => {
      throw new AnswerRefused("IMPORT");
    });
    files.set(name, file);
    const seen = seenIn(textOf(file));
    waiting.push(...seen.imported);
    for (const [of, words] of seen.titles) titles.set(of, titles.has(of) && titles.get(of) !== words ? "" : words);
  }
  const { operations } = await openService(path, undefined);
  return { operations, titles: new Map([...titles].filter(([, words]) => words !== "")), files };
}
