import { join } from "node:path";
import { readIfPresent, replaceFile } from "../durable-file.ts";

/** A witness's memory of one log: the newest checkpoint that it cosigned, with its cosignature. */
interface Witnessed {
  readonly size: number;
  readonly note: string;
}

/** The memory of a witness. A lost memory is a lost witness: it MUST NOT be started empty under the same key. */
export interface WitnessStore {
  /** The checkpoint cosigned last for an origin, null if none ever was. */
  read(origin: string): Promise<Witnessed | null>;
  /**
   * Runs `decide` with what was cosigned last and keeps what it returns, on disk (fsync) before resolving. Calls for one origin run
   * one after another, so that check and write are one step.
   */
  update<Answer>(
    origin: string,
    decide: (last: Witnessed | null) => { keep: Witnessed | null; answer: Answer },
  ): Promise<Answer>;
}

/**
 * A memory of one file per origin in a directory. A file beside it names the origins that were ever cosigned: reading one of them whose
 * memory is gone rejects.
 */
export function witnessStore(directory: string): WitnessStore {
  const turns = new Map<string, Promise<unknown>>();
  const file = (origin: string): string => join(directory, `${encodeURIComponent(origin)}.json`);
  const register = `${directory}.cosigned`;
  const cosigned = async (): Promise<readonly string[]> => ((await readIfPresent(register)) ?? "").split("\n");
  const registered = new Set<string>();
  /** After the memory is written and before the cosignature leaves. */
  const note = async (origin: string): Promise<void> => {
    if (registered.has(origin)) return;
    const known = await cosigned();
    if (!known.includes(origin))
      await replaceFile(register, [...known, origin].filter((line) => line !== "").join("\n"));
    registered.add(origin);
  };
  const read = async (origin: string): Promise<Witnessed | null> => {
    const text = await readIfPresent(file(origin));
    if (text !== null) return JSON.parse(text) as Witnessed;
    if ((await cosigned()).includes(origin)) {
      throw new Error(`The witness has lost its memory of ${origin}: retire its key, and begin in a new directory`);
    }
    return null;
  };
  return {
    read,
    update(origin, decide) {
      const turn = (turns.get(origin) ?? Promise.resolve())
        .catch(() => undefined)
        .then(async () => {
          const { keep, answer } = decide(await read(origin));
          if (keep !== null) {
            await replaceFile(file(origin), JSON.stringify(keep));
            await note(origin);
          }
          return answer;
        });
      turns.set(origin, turn);
      return turn;
    },
  };
}
