import { parseArgs, type ParseArgsConfig } from "node:util";

/** The command line cannot be carried out as it was given; the message says what to give. A process ends with 2 over it. */
export class CommandMistake extends Error {
  override readonly name = "CommandMistake";
}

/** Letters to add, take away or change until one word is the other (Levenshtein). */
const distance = (one: string, other: string): number => {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 0; i < one.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < other.length; j++) {
      const changed = (row[j] ?? 0) + (one[i] === other[j] ? 0 : 1);
      next.push(Math.min(changed, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
};

/** A question for the known word that is nearest to a mistyped one, with a space before it; empty where none is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  const bare = (text: string): string => text.replace(/^-+/, "");
  const [nearest] = known
    .map((candidate) => ({ candidate, far: distance(bare(word), bare(candidate)) }))
    .filter(({ far, candidate }) => far <= Math.ceil(bare(candidate).length / 3))
    .sort((a, b) => a.far - b.far);
  return nearest === undefined ? "" : ` Did you mean ${nearest.candidate}?`;
}

const explained = (message: string, flags: readonly string[]): string => {
  const [first = ""] = message.split(/\. (?=To )/);
  const unknown = /^Unknown option '(--?[^']*)'/.exec(first)?.[1];
  const hint = unknown === undefined ? "" : didYouMean(unknown, flags);
  return `${first.replace(/\.$/, "")}.${hint}`;
};

/** `parseArgs` of node:util, strictly: a flag that is not known is refused, and the nearest that is known is named. @throws CommandMistake */
export function readFlags<const Config extends ParseArgsConfig>(config: Config): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    if (!code.startsWith("ERR_PARSE_ARGS")) throw error;
    const flags = Object.keys(config.options ?? {}).map((name) => `--${name}`);
    throw new CommandMistake(explained(message, flags), { cause: error });
  }
}

/** Says on stderr, in a line, why a command ends, and ends it: with 2 over a mistake in the command line, otherwise with 1. */
export function endOver(error: unknown): never {
  const isMistake = error instanceof CommandMistake;
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${reason}${isMistake ? " See --help." : ""}\n`);
  process.exit(isMistake ? 2 : 1);
}
