import { parseArgs } from "node:util";
import type { Bench } from "./bench.ts";
import { city } from "./city.ts";
import { events } from "./events.ts";
import { federation } from "./federation.ts";
import { fiveDepartments } from "./five-departments.ts";
import { governance } from "./governance.ts";
import { growth } from "./growth.ts";
import { ledger } from "./ledger.ts";
import { mutants } from "./mutants.ts";
import { planCache } from "./plan-cache.ts";
import { policy } from "./policy.ts";
import { registered } from "./registered.ts";
import { sectionOf, writeSection } from "./results.ts";
import { search } from "./search.ts";
import { tokens } from "./tokens.ts";
import { workers } from "./workers.ts";

/** Every bench, in the order of `npm run bench`. A new one is a file and a line here. */
const benches: readonly Bench[] = [
  federation,
  governance,
  policy,
  registered,
  workers,
  growth,
  planCache,
  fiveDepartments,
  ledger,
  events,
  tokens,
  search,
  city,
  mutants,
];

const help = `npm run bench -- [name …] [--rounds N] [--milliseconds N] [--dry]

Measures side by side in one run and writes bench/RESULTS.md.

  --rounds N        interleaved rounds per contender, median reported (default 7; governance: 32 at least)
  --milliseconds N  load per contender and round (default 2000)
  --sample N        mutants that are run (default 120)
  --seed N          decides which mutants (default 13)
  --people N        people of the city, when it is first built (default 2400000)
  --city FOLDER     keeps the city from run to run (default: below the system's folder for temporary files)
  --steady SECONDS  loads the city that long besides, and tells memory and p99 by the minute (default 0)
  --only PLACE,…    mutants of these folders, files or lines (file:line) alone
  --patience N      seconds of tests that a mutant must survive, the quickest first (default 60)
  --nearest N       test files that are tried on a mutant, the nearest by imports (default 8)
  --verbose         says which test killed each mutant
  --dry             print only, leave RESULTS.md alone

${benches.map(({ name, summary }) => `  ${name.padEnd(18)}${summary}`).join("\n")}
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: "boolean", short: "h", default: false },
    dry: { type: "boolean", default: false },
    rounds: { type: "string", default: "7" },
    milliseconds: { type: "string", default: "2000" },
    sample: { type: "string", default: "120" },
    seed: { type: "string", default: "13" },
    only: { type: "string" },
    people: { type: "string", default: "2400000" },
    city: { type: "string" },
    steady: { type: "string", default: "0" },
    patience: { type: "string", default: "60" },
    nearest: { type: "string", default: "8" },
    verbose: { type: "boolean", default: false },
  },
});

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const unknown = positionals.filter((name) => !benches.some((bench) => bench.name === name));
if (values.help || unknown.length > 0) {
  if (unknown.length > 0) say(`No bench is called ${unknown.join(", ")}.\n`);
  say(help);
  process.exit(unknown.length > 0 ? 1 : 0);
}

const chosen = benches.filter(({ name, onlyByName }) =>
  positionals.length > 0 ? positionals.includes(name) : onlyByName !== true,
);
const options = {
  rounds: Number(values.rounds),
  roundMilliseconds: Number(values.milliseconds),
  sample: Number(values.sample),
  seed: Number(values.seed),
  only: values.only,
  people: Number(values.people),
  city: values.city,
  steady: Number(values.steady),
  patience: Number(values.patience),
  nearest: Number(values.nearest),
  verbose: values.verbose,
  say,
};
let missed = 0;
for (const bench of chosen) {
  say(`${bench.name}: ${bench.summary}`);
  const findings = await bench.run(options);
  missed += findings.bars.filter(({ holds }) => !holds).length;
  const section = sectionOf(bench, findings);
  say(`\n${section}\n`);
  if (!values.dry) {
    await writeSection(
      bench,
      section,
      benches.map(({ name }) => name),
    );
  }
}
process.exit(missed > 0 ? 1 : 0);
