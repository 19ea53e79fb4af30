import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { cpus, platform, totalmem } from "node:os";
import type { Bench, Findings, Table } from "./bench.ts";

const file = new URL("RESULTS.md", import.meta.url);

const heading =
  "# Results of `npm run bench`\n\nEvery section was measured in one run, side by side, on the machine and day it names.\n";

const markdown = ({ head, rows }: Table): string => {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, at) => (at === 0 ? "---" : "---:"))), ...rows.map(line)].join("\n");
};

const revision = (): string => {
  try {
    return execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  } catch {
    return "unknown";
  }
};

/** The machine, in the words that make numbers comparable. */
const machine = (): string => {
  const [cpu] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${cpu?.model.trim() ?? "unknown CPU"}, ${cpus().length} cores, ${gigabytes} GB, ${platform()}, Node ${process.version}`;
};

/** One bench's findings as a section of RESULTS.md. */
export function sectionOf(bench: Bench, findings: Findings): string {
  const bars: Table = {
    head: ["bar", "asked", "reached", ""],
    rows: findings.bars.map(({ what, bar, reached, holds }) => [what, bar, reached, holds ? "holds" : "**missed**"]),
  };
  const date = new Date().toISOString().slice(0, 10);
  return [
    `## ${bench.name}`,
    `${date}, ${machine()}, revision ${revision()}`,
    findings.introduction,
    ...findings.tables.map(({ title, table }) => `### ${title}\n\n${markdown(table)}`),
    ...(bars.rows.length > 0 ? [markdown(bars)] : []),
  ].join("\n\n");
}

const sectionsOf = (text: string): Map<string, string> =>
  new Map(
    text
      .split(/^(?=## )/m)
      .slice(1)
      .map((section) => [/^## (.*)$/m.exec(section)?.[1] ?? "", section.trim()]),
  );

/** Replaces one bench's section of RESULTS.md and leaves the others as they were. */
export async function writeSection(bench: Bench, section: string, order: readonly string[]): Promise<void> {
  const sections = sectionsOf(await readFile(file, "utf8").catch(() => ""));
  sections.set(bench.name, section);
  const known = order.filter((name) => sections.has(name));
  const others = [...sections.keys()].filter((name) => !order.includes(name));
  await writeFile(
    file,
    `${[heading.trim(), ...[...known, ...others].map((name) => sections.get(name))].join("\n\n")}\n`,
  );
}
