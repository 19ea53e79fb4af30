import { pseudonymOf } from "../../../kit/pseudonym.ts";
import { citizenNumberIn } from "../../values/citizen-numbers.ts";

/** Milliseconds after which the numbers are read again; whoever asks meanwhile is answered by those of before. */
const FRESH = 15 * 60_000;

/** Every way in which the numbers of a column are written, by the pseudonym of the person. */
type Spelled = ReadonlyMap<string, readonly string[]>;

const readAll = async (parts: AsyncIterable<readonly string[]>, key: string): Promise<Spelled> => {
  const found = new Map<string, string[]>();
  for await (const part of parts)
    for (const number of part) {
      const full = citizenNumberIn(number);
      if (full === null) continue;
      const pseudonym = pseudonymOf(full, key);
      const known = found.get(pseudonym);
      if (known === undefined) found.set(pseudonym, [number]);
      else if (!known.includes(number)) known.push(number);
    }
  return found;
};

/**
 * The way back from pseudonyms to an old system's numbers, which it alone understands. They are read once, kept in this process's memory and
 * nowhere else, and read again every 15 minutes: somebody whom the old system has only just met is found then.
 */
export class SqlPeople {
  readonly #read: () => Promise<Spelled>;
  #known: { readonly spelled: Promise<Spelled>; readonly at: number } | undefined;
  #reading = false;

  /** @param numbers every number of the column, read anew each time */
  constructor(numbers: () => AsyncIterable<readonly string[]>, key: string) {
    this.#read = () => readAll(numbers(), key);
  }

  /** Ways in which people are written. Rejects when the old system cannot be read and never could. */
  async spellings(): Promise<(pseudonym: string) => readonly string[]> {
    this.#known ??= { spelled: this.#read(), at: performance.now() };
    const known = this.#known;
    try {
      const spelled = await known.spelled;
      if (performance.now() - known.at > FRESH) this.#refresh();
      return (pseudonym) => spelled.get(pseudonym) ?? [];
    } catch (error) {
      if (this.#known === known) this.#known = undefined;
      throw error;
    }
  }

  #refresh(): void {
    if (this.#reading) return;
    this.#reading = true;
    const at = performance.now();
    void this.#read()
      .then((spelled) => {
        this.#known = { spelled: Promise.resolve(spelled), at };
      })
      // The numbers of before stay in use; the next request tries again.
      .catch(() => undefined)
      .finally(() => {
        this.#reading = false;
      });
  }
}
