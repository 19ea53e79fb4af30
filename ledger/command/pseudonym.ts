import { createInterface } from "node:readline";
import { pseudonymKeyIn, pseudonymOfSubject } from "../pseudonym.ts";
import { UsageError } from "./usage-error.ts";

/**
 * `pseudonym KEYFILE`: turns lines of "Type:identifier" into what `--subject` asks for, in a log whose gateway was given the same key.
 * Identifiers come on standard input: a command line is seen by others.
 */
export async function pseudonymCommand(args: readonly string[]): Promise<{ pass: boolean; lines: readonly string[] }> {
  const [file] = args;
  if (file === undefined) throw new UsageError("pseudonym KEYFILE, with Type:identifier on standard input");
  const key = await pseudonymKeyIn(file);
  const lines: string[] = [];
  for await (const line of createInterface({ input: process.stdin })) {
    const [, type, identifier] = /^(\w+):(.+)$/.exec(line) ?? [];
    if (type === undefined || identifier === undefined) throw new UsageError("A line is Type:identifier");
    lines.push(`${type}:${pseudonymOfSubject({ type, pseudonym: identifier }, key)}`);
  }
  return { pass: true, lines };
}
