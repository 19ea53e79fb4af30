import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { readFile } from "node:fs/promises";
import type pg from "pg";
import { migrate, MigrationRefused } from "../../database/migrate.ts";
import { openLedger } from "../store/open-ledger.ts";
import { MIGRATIONS } from "../store/prepare-ledger.ts";
import { cosignatureVerifier, cosignerOf } from "../tree/cosignature.ts";
import { hasherFor } from "../tree/hasher.ts";
import { COSIGNATURE, ed25519Verifier, generateKey } from "../tree/key.ts";
import { parseNote, signatureLine } from "../tree/note.ts";
import { schemaFlaws } from "../store/schema-objects.ts";
import { databaseSource, type LogSource } from "../verify/log-source.ts";
import { wrongSummaries } from "../verify/summaries-check.ts";
import { verifyLog, type TrustedCheckpoint, type VerifyReport } from "../verify/verify-log.ts";
import { columnMutations, encodeOtherwise, encodings, schemaMutations, type Mutation } from "./mutations.ts";
import { randomOf } from "./random.ts";
import { sampleRecord } from "./sample-record.ts";
import { startDatabase, superuser, type TestDatabase } from "./database.ts";
import { feignStatedRetention, rewriteFrom, tamperings, type Target } from "./tampering.ts";
import { until } from "./until.ts";

const ORIGIN = "hub.example/ledger";
const RUNS_PER_TAMPERING = 30;
/** More than a tile of 256, and otherwise as few as will do: each tampering is looked for in all of them. */
const SIZE = 311;
const key = generateKey(ORIGIN);
const witness = generateKey("witness.example", COSIGNATURE);
let server: TestDatabase;
let client: pg.Client;
let target: Target;
let trusted: readonly TrustedCheckpoint[];

beforeAll(async () => {
  server = await startDatabase();
  const ledger = await openLedger({ databaseUrl: server.url, origin: ORIGIN, key: key.secret, intervalMs: 5 });
  const appendAll = async (count: number): Promise<string> => {
    const appended = await Promise.all(Array.from({ length: count }, () => ledger.append(sampleRecord())));
    const last = Math.max(...appended.map(({ index }) => index));
    return until(async () => {
      const note = await ledger.checkpoint();
      return note !== null && Number(note.split("\n")[1]) > last ? note : null;
    });
  };
  client = await superuser(server.url);
  // Checkpoints that would be forgotten within the hour are kept, so that there are several to attack.
  await client.query(`
    CREATE FUNCTION ledger.keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
    CREATE TRIGGER keep BEFORE DELETE ON ledger.checkpoints FOR EACH ROW EXECUTE FUNCTION ledger.keep()`);
  for (const count of [110, 60, 40]) await appendAll(count);
  const seen = await appendAll(60);
  const line = signatureLine(cosignerOf(witness.secret).cosign(parseNote(seen).text, Math.floor(Date.now() / 1000)));
  trusted = [
    { source: "the witness's checkpoint", note: seen + line, verifiers: [cosignatureVerifier(witness.verifier)] },
  ];
  const newest = await appendAll(40);
  await client.query("DROP FUNCTION ledger.keep CASCADE");
  // One row in every table, so that each column can be mutated.
  await client.query(`SELECT ledger.sum_up((SELECT size FROM ledger.head));
    INSERT INTO ledger.findings (id, rule, found_at, caller, summary, evidence, state, settled_by, settled_at, note)
      VALUES ('one', 'volume', now(), 'a', 'b', '{1}', 'explained', 'c', now(), 'd');
    INSERT INTO ledger.refusals (witness, why, settled_by, settled_at) VALUES ('w', 'y', 'me', now())`);
  await client.query("UPDATE ledger.checkpoints SET cosignatures = $2 WHERE size = $1", [
    Number(seen.split("\n")[1]),
    line,
  ]);
  await ledger.close();
  target = {
    origin: ORIGIN,
    size: Number(newest.split("\n")[1]),
    witnessed: Number(seen.split("\n")[1]),
    secret: key.secret,
  };
}, 60_000);

afterAll(async () => {
  await client.end();
  await server.stop();
});

const verify = (withWitness: boolean): Promise<VerifyReport> =>
  verifyLog(rowsOnly(), {
    origin: ORIGIN,
    hasher: hasherFor("sha256"),
    logKeys: [ed25519Verifier(key.verifier)],
    trusted: withWitness ? trusted : [],
  });

/** Objects of the schema have tests of their own; in the others, what is wrong must show in the rows. */
function rowsOnly(): LogSource {
  const source = databaseSource(client);
  delete source.schema;
  return source;
}

/** Tampers within a transaction, looks, and takes everything back. */
async function tampered<T>(tamper: () => Promise<void>, look: () => Promise<T>): Promise<T> {
  await client.query("BEGIN");
  try {
    await client.query("SET LOCAL session_replication_role = replica");
    await tamper();
    return await look();
  } finally {
    await client.query("ROLLBACK");
  }
}

test("an untouched log passes, alone and against the witness", async () => {
  const report = await verify(true);
  expect(report).toMatchObject({ size: SIZE, rows: SIZE, pending: 0, flaws: [] });
  expect(report.checkpoints).toBeGreaterThan(3);
});

test(`${tamperings.size * RUNS_PER_TAMPERING} random tamperings by a superuser are all detected`, async () => {
  const detected = new Map<string, { alone: number; withWitness: number; runs: number }>();
  for (const [name, tamper] of tamperings) {
    const count = { alone: 0, withWitness: 0, runs: 0 };
    for (let run = 0; run < RUNS_PER_TAMPERING; run++) {
      const random = randomOf(run * 7919 + name.length);
      const flaws = await tampered(
        () => tamper(client, random, target),
        async () => (await verify(true)).flaws,
      );
      count.runs++;
      if (flaws.length > 0) count.withWitness++;
      if (flaws.some((flaw) => !("source" in flaw) || !flaw.source.includes("witness"))) count.alone++;
      else expect(["restoreOlderCopy", "rewriteAndSign", "secondHistory"]).toContain(name);
    }
    detected.set(name, count);
  }
  const total = [...detected.values()].reduce((sum, { runs }) => sum + runs, 0);
  const found = [...detected.values()].reduce((sum, { withWitness }) => sum + withWitness, 0);
  expect(total).toBeGreaterThanOrEqual(500);
  expect(found).toBe(total);
  // No verification of the database alone can find these: they are consistent and signed. Here the witness is needed.
  for (const name of ["restoreOlderCopy", "rewriteAndSign", "secondHistory"]) expect(detected.get(name)?.alone).toBe(0);
}, 300_000);

test("the first bad index is named", async () => {
  const [flaw] = await tampered(
    async () => {
      await client.query(
        "UPDATE ledger.leaves SET record = replace(record, 'officer-017', 'officer-018') WHERE index IN (145, 300)",
      );
    },
    async () => (await verify(false)).flaws,
  );
  expect(flaw).toMatchObject({ index: 145 });
});

test.each([
  ["an empty text instead of NULL: nobody's covert investigation", "covert = ''"],
  ["an empty lifting", "lifts = ''"],
  ["NULL instead of a text", "officer = NULL"],
  ["the subjects joined to one", "subjects = ARRAY[array_to_string(subjects, E'\\x1e')]"],
  ["the coordinates joined to one", "coordinates = ARRAY[array_to_string(coordinates, E'\\x1e')]"],
  ["a subject of nothing more", "subjects = subjects || ''::text"],
  ["a subject that is NULL more", "subjects = subjects || NULL::text"],
  ["the subjects one dimension deeper", "subjects = ARRAY[subjects]"],
  ["the subjects counted from 0", "subjects = ('[0:1]=' || subjects::text)::text[]"],
])("L2: %s hides a record from a search, and is found", async (_, change) => {
  const flaws = await tampered(
    () => client.query(`UPDATE ledger.leaves SET ${change} WHERE index = 123`).then(() => undefined),
    async () => (await verify(false)).flaws,
  );
  expect(flaws).toEqual([{ kind: "COLUMNS_CHANGED", index: 123 }]);
});

/** Everything that looks at a ledger, by what it noticed. */
const LOOKS: Readonly<Record<Exclude<Mutation["noticed"], "nobody">, () => Promise<boolean>>> = {
  log: async () => (await verify(false)).flaws.length > 0,
  search: async () => (await wrongSummaries(client)).length > 0,
  schema: async () => (await schemaFlaws(client)).length > 0,
  start: async () =>
    await migrate(client, MIGRATIONS).then(
      () => false,
      (error: unknown) => error instanceof MigrationRefused,
    ),
};

/** Applies a mutation and looks; "refused" when the database's own constraints did not let it happen. */
async function noticed({ sql, noticed: by }: Mutation): Promise<string> {
  return tampered(
    async () => {
      await client.query("SAVEPOINT before");
    },
    async () => {
      const refused = await client.query(sql).then(
        (result) =>
          Array.isArray(result) || !sql.startsWith("UPDATE") || result.rowCount !== 0 ? undefined : "unchanged",
        (error: unknown) =>
          /^(?:23|22)/.test((error as { code: string }).code) ? "refused" : Promise.reject(error as Error),
      );
      if (refused !== undefined) return refused;
      // Listed in the README: some of these are noticed now and then, depending on the letters of a signature.
      if (by === "nobody") return by;
      return (await LOOKS[by]()) ? by : "NOT NOTICED";
    },
  );
}

test("T9: every column of every table is mutated in every way that its type allows: noticed, or listed in the README", async () => {
  const mutations = await columnMutations(client);
  const results = new Map<string, string>();
  for (const mutation of mutations) {
    results.set(mutation.name, await noticed(mutation));
  }
  const surprises = mutations.filter(
    ({ name, noticed: by }) => ![by, "refused", "unchanged"].includes(results.get(name) ?? ""),
  );
  expect(surprises.map(({ name }) => `${name}: ${results.get(name) ?? ""}`)).toEqual([]);
  const effective = mutations.filter(({ name }) => !["refused", "unchanged"].includes(results.get(name) ?? ""));
  expect(new Set(effective.map(({ sql }) => sql)).size).toBeGreaterThanOrEqual(119);
  const columns = (some: readonly Mutation[]): ReadonlySet<string> => new Set(some.map(({ column = "" }) => column));
  // Of the others the database's own constraints let no change happen.
  const kept = [...columns(mutations)].filter((column) => !columns(effective).has(column));
  expect(kept).toEqual(["ledger.findings.state", "ledger.head.one", "ledger.summed.one"]);
  const [, listed = ""] = /\n\*\*Not covered\*\*([^]*?)\n## /.exec(await readFile("ledger/README.md", "utf8")) ?? [];
  const unlisted = [...columns(effective.filter(({ noticed: by }) => by === "nobody"))].filter(
    (column) => !listed.includes(`\`${column}\``) && !listed.includes(`\`${column.replace(/\.[^.]*$/, "")}\``),
  );
  expect(unlisted).toEqual([]);
  if (process.env["LEDGER_COUNT_MUTATIONS"] !== undefined)
    console.info(
      `${effective.length} of ${mutations.length} mutations of ${columns(mutations).size} columns took effect`,
    );
}, 120_000);

test("L4: every object of the schema is mutated: noticed at the next start and by verify", async () => {
  const mutations = await schemaMutations(client);
  const unseen: string[] = [];
  for (const mutation of mutations) if ((await noticed(mutation)) !== "schema") unseen.push(mutation.name);
  expect(unseen).toEqual([]);
  expect(new Set(mutations.map(({ sql }) => sql)).size).toBeGreaterThanOrEqual(119);
  if (process.env["LEDGER_COUNT_MUTATIONS"] !== undefined) console.info(`${mutations.length} of the schema`);
}, 120_000);

test.each(encodings)("L12: the same record in another text is no leaf, even with the stolen key: %s", async (name) => {
  const flaws = await tampered(
    () => encodeOtherwise(client, name, target),
    async () => (await verify(false)).flaws,
  );
  expect(flaws).toEqual([{ kind: "NOT_A_LEAF", index: 123 }]);
});

test("NOT covered: with the stolen key, what no outsider has seen a checkpoint of yet can be rewritten", async () => {
  const flaws = await tampered(
    () => rewriteFrom(client, target.witnessed + 10, target),
    async () => (await verify(true)).flaws,
  );
  expect(flaws).toEqual([]);
});

test("L14: rows dropped with a forged statement of their age: no witness had seen them by the time that it states", async () => {
  const looked = (keptFrom: number, witnessed: boolean) =>
    tampered(
      () => feignStatedRetention(client, keptFrom, target),
      async () => (await verify(witnessed)).flaws,
    );
  for (const keptFrom of [target.witnessed + 20, target.witnessed - 20]) {
    expect(await looked(keptFrom, true)).toMatchObject([{ kind: "DROPPED_UNLAWFULLY", keptFrom }]);
  }
  // NOT covered: to an auditor without any witness the rows may have been as old as they are said to be.
  expect(await looked(target.witnessed - 20, false)).toEqual([]);
});

test.each([true, false])(
  "L1: a clock set ahead makes no row expire, for who holds a cosignature (%s) and who does not",
  async (witnessed) => {
    const flaws = await tampered(
      () => feignStatedRetention(client, target.size, target, new Date(Date.now() + 4 * 366 * 24 * 3600_000)),
      async () => (await verify(witnessed)).flaws,
    );
    expect(flaws).toMatchObject([{ kind: "DROPPED_UNLAWFULLY", keptFrom: target.size }]);
  },
);

test("two readers who were shown two histories find out when they compare checkpoints", async () => {
  const other = await tampered(
    () => rewriteFrom(client, 10, target),
    async () =>
      (await client.query<{ note: string }>("SELECT note FROM ledger.checkpoints ORDER BY size DESC LIMIT 1")).rows[0],
  );
  const logKeys = [ed25519Verifier(key.verifier)];
  const report = await verifyLog(rowsOnly(), {
    origin: ORIGIN,
    hasher: hasherFor("sha256"),
    logKeys,
    trusted: [{ source: "the other reader's checkpoint", note: other?.note ?? "", verifiers: logKeys }],
  });
  expect(report.flaws).toMatchObject([{ kind: "ROOT_DIFFERS", size: SIZE, source: "the other reader's checkpoint" }]);
});
