import { CommandMistake } from "../../host/command-line.ts";

/**
 * One command of the operator's: what it says of itself, and its work, which returns what to print, with an exit code where that says more
 * than that it was carried out. @throws with one clear line
 */
export interface OperatorCommand {
  readonly usage: string;
  readonly run: (args: readonly string[]) => Promise<string | Ended>;
}

/** The end of a command: 0 and what it printed, 1 and why it could not be carried out, 2 and what is wrong with the command line. */
export interface Ended {
  readonly code: 0 | 1 | 2;
  readonly text: string;
  /** The text is what was asked for, whatever the code: it goes to standard output. */
  readonly isAnswer?: true;
}

/** Carries a command out, `--help` included. Throws nothing. */
export async function carryOut({ usage, run }: OperatorCommand, args: readonly string[]): Promise<Ended> {
  if (args.includes("--help")) return { code: 0, text: `${usage}\n` };
  try {
    const done = await run(args);
    return typeof done === "string" ? { code: 0, text: `${done}\n` } : done;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return error instanceof CommandMistake
      ? { code: 2, text: `${reason} See --help.\n` }
      : { code: 1, text: `${reason}\n` };
  }
}

/** The URL that a variable of the environment names: a password on a command line is read by every user of the machine. */
export function urlIn(variable: string): string {
  const url = process.env[variable];
  if (url === undefined || url === "") throw new CommandMistake(`${variable} is not set.`);
  return url;
}

/** The value of a flag that has to be given. @throws CommandMistake */
export function required(value: string | undefined, flag: string): string {
  if (value === undefined || value.trim() === "") throw new CommandMistake(`--${flag} is missing.`);
  return value;
}

/** What a flag such as `--officer ID=姓名` names. @throws CommandMistake */
export function pairIn(flag: string, text: string): { readonly id: string; readonly name: string } {
  const [, id, name] = /^([^=\s]+)=(\S.*)$/.exec(text) ?? [];
  if (id === undefined || name === undefined) throw new CommandMistake(`--${flag} must be ID=NAME, got ${text}.`);
  return { id, name };
}
