import { readFlags } from "../../host/command-line.ts";
import { DEFAULT_AS_OF, DEFAULT_SEED, LEAST_PEOPLE } from "./seed-city.ts";

/** Arguments of `shali-hub seed`. */
export interface SeedArguments {
  readonly people: number;
  readonly seed: number;
  readonly asOf: string;
  readonly reset: boolean;
}

/** Text of `shali-hub seed --help`. */
export const HELP = `shali-hub seed --people N [--seed S] [--as-of YYYY-MM-DD] [--reset]

Fills the five departments' databases with one invented city.

  --people N     people in the city, ${LEAST_PEOPLE} at least (20000 makes the demo, 2400000 the real city's size)
  --seed S       whole number; the same seed gives the same city (default ${DEFAULT_SEED})
  --as-of DATE   the day on which the books are looked at (default ${DEFAULT_AS_OF})
  --reset        replace a city that is there already
  --help         this text

Databases: DATABASE_URL_HUMAN_RESOURCES, DATABASE_URL_HOUSING, DATABASE_URL_PUBLIC_SECURITY,
DATABASE_URL_CIVIL_AFFAIRS and DATABASE_URL_ENTERPRISE; without them, the embedded PostgreSQL in HUB_DATA (.hub).
What was planted is listed in HUB_DATA/manifest.json.`;

const wholeNumber = (name: string, text: string | undefined): number => {
  const value = Number(text);
  if (text === undefined || !/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new RangeError(`--${name} expects a whole number, got ${text ?? "nothing"}`);
  return value;
};

/** Reads the command line. @returns "help" when only that is wanted @throws RangeError or CommandMistake naming the argument */
export function readArguments(argv: readonly string[]): SeedArguments | "help" {
  const { values } = readFlags({
    args: [...argv],
    options: {
      people: { type: "string" },
      seed: { type: "string", default: String(DEFAULT_SEED) },
      "as-of": { type: "string", default: DEFAULT_AS_OF },
      reset: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return "help";
  return {
    people: wholeNumber("people", values.people),
    seed: wholeNumber("seed", values.seed),
    asOf: values["as-of"],
    reset: values.reset,
  };
}
