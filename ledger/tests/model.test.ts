import { afterAll, beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import type pg from "pg";
import { openLedger } from "../store/open-ledger.ts";
import { generateKey } from "../tree/key.ts";
import { startDatabase, superuser, type TestDatabase } from "./database.ts";
import { DAMAGES } from "./model/damage.ts";
import {
  boundaryOf,
  contradictions,
  cosigns,
  hasForgotten,
  leafHash,
  opened,
  signs,
  type Dump,
  type Reader,
} from "./model/reference.ts";
import {
  changeKey,
  cosign,
  disclose,
  dump,
  empty,
  follow,
  ORIGIN,
  retain,
  setDatabaseClock,
  sign,
  startWitnesses,
  takeOverClock,
  timeOf,
  verified,
  type OwnWitness,
  type World,
} from "./model/world.ts";

/** Histories; LEDGER_MODEL_RUNS=2000 for a night, LEDGER_MODEL_SEED for one that failed. */
const RUNS = Number(process.env["LEDGER_MODEL_RUNS"] ?? 30);
const SEED = process.env["LEDGER_MODEL_SEED"];
const HOUR = 3600_000;
const DAY = 24 * HOUR;
const MONTH = 30.4 * DAY;
const KEYS = Array.from({ length: 4 }, () => generateKey(ORIGIN));

/** Where the log stands. */
const TABLES = ["leaves", "tiles", "checkpoints", "head"];

const is = <const Name extends string>(name: Name) => fc.constant(name);
const BOTH: readonly number[] = [0, 1];
const which = fc.nat({ max: 1 });
/** Milliseconds by which somebody's clock is wrong. */
const clock = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.constantFrom(HOUR, -HOUR, 40 * MONTH, -40 * MONTH) },
);
const HANDS = [
  { weight: 6, arbitrary: fc.record({ does: is("disclose"), count: fc.integer({ min: 1, max: 4 }), clock }) },
  { weight: 6, arbitrary: fc.record({ does: is("sign"), who: which }) },
  { weight: 4, arbitrary: fc.record({ does: is("cosign"), who: which, clock }) },
  { weight: 2, arbitrary: fc.record({ does: is("keep") }) },
  { weight: 2, arbitrary: fc.record({ does: is("retain"), clock, later: fc.constantFrom(0, 60) }) },
  { weight: 2, arbitrary: fc.record({ does: is("jump"), by: clock }) },
  { weight: 1, arbitrary: fc.record({ does: is("changeKey") }) },
  { weight: 1, arbitrary: fc.record({ does: is("forget"), who: which }) },
  { weight: 2, arbitrary: fc.record({ does: is("wait"), months: fc.constantFrom(1, 12, 60) }) },
] as const;
/** Everything that honest hands do, at any time and by any clock. */
const HONEST = fc.oneof(...HANDS);
/** And what a superuser does besides, who also stole the newest key. */
const ATTACKED = fc.oneof(
  ...HANDS,
  {
    weight: 2,
    arbitrary: fc.record({ does: is("amnesia"), who: fc.constantFrom(BOTH, BOTH.slice(1)), isWhole: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ does: is("backup") }) },
  { weight: 2, arbitrary: fc.record({ does: is("restore") }) },
  {
    weight: 4,
    arbitrary: fc.record({
      does: is("damage"),
      how: fc.constantFrom(...Object.keys(DAMAGES)),
      at: fc.nat({ max: 24 }),
    }),
  },
);
type Action = typeof ATTACKED extends fc.Arbitrary<infer One> ? One : never;

let server: TestDatabase;
let client: pg.Client;
let witnesses: Awaited<ReturnType<typeof startWitnesses>>;

beforeAll(async () => {
  server = await startDatabase();
  await (await openLedger({ databaseUrl: server.url, origin: ORIGIN })).close();
  client = await superuser(server.url);
  // Nothing here has to survive a crash, now that the ledger has insisted on it once.
  await client.query("ALTER SYSTEM SET fsync = off");
  // Checkpoints that would be forgotten within the hour are kept: all of them have to agree.
  await client.query(`SELECT pg_reload_conf(); SET synchronous_commit = off; CREATE SCHEMA kept;
    ${TABLES.map((table) => `CREATE TABLE kept.${table} AS SELECT * FROM ledger.${table};`).join(" ")}
    CREATE FUNCTION ledger.keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
    CREATE TRIGGER keep BEFORE DELETE ON ledger.checkpoints FOR EACH ROW EXECUTE FUNCTION ledger.keep()`);
  await takeOverClock(client);
  witnesses = await startWitnesses(2);
}, 60_000);

afterAll(async () => {
  for (const { server: one } of witnesses) {
    one.closeAllConnections();
    one.close();
  }
  await client.end();
  await server.stop();
});

/** One history, and what was seen of it. */
class History {
  readonly world: World;
  /** The leaves that outsiders saw, as they stood then, by the witness that remembers; undefined is an auditor, who forgets nothing. */
  #seen: { readonly who: number | undefined; readonly leaves: readonly string[] }[] = [];
  /** Nobody has changed anything behind the log's back. */
  #honest = true;
  #backup = false;
  /** A witness has cosigned by a wrong clock. */
  #witnessWrong = false;
  /** The database's clock has been wrong. */
  #databaseWrong = false;
  readonly #at: string[] = [];

  constructor() {
    const clocks = { ago: 60 * MONTH, error: 0, databaseError: 0 };
    this.world = { client, witnesses, signers: [], keys: [...KEYS.slice(0, 1)], kept: [], appended: [], ...clocks };
    for (const witness of witnesses) {
      witness.seen = undefined;
      witness.before = undefined;
      follow(witness, KEYS, () => Math.floor(timeOf(this.world) / 1000));
    }
  }

  async run(actions: readonly Action[]): Promise<void> {
    await empty(client);
    await setDatabaseClock(this.world);
    for (const action of actions) {
      this.#at.push(JSON.stringify(action));
      await this.#take(action);
    }
    await this.#look();
  }

  async #take(action: Action): Promise<void> {
    const { world } = this;
    world.error = "clock" in action ? action.clock : 0;
    switch (action.does) {
      case "disclose":
        return disclose(world, action.count);
      case "sign":
        return this.#sign(action.who);
      case "cosign":
        return this.#cosign(action.who);
      case "keep":
        return this.#keep();
      case "backup":
        this.#backup = true;
        await client.query(copies("kept", "ledger"));
        return;
      case "restore":
        if (!this.#backup) return;
        this.#honest = false;
        await client.query(copies("ledger", "kept"));
        return this.#look();
      case "retain":
        return this.#retain(action.later);
      case "jump":
        world.databaseError = action.by;
        this.#databaseWrong ||= action.by !== 0;
        return setDatabaseClock(world);
      case "amnesia":
        return this.#lose(action.who, action.isWhole);
      case "changeKey":
        if (world.keys.length < KEYS.length) await changeKey(world, KEYS[world.keys.length] ?? generateKey(ORIGIN));
        return;
      case "forget":
        // Another machine takes over, or the file beside the key is lost: what the witnesses cosigned is left.
        world.signers[action.who] = undefined;
        return;
      case "wait":
        return this.#wait(action.months);
      case "damage":
        return this.#damage(action.how, action.at);
    }
  }

  get #reader(): Reader {
    const notes = witnesses.flatMap(({ seen }) => seen?.note ?? []);
    return {
      origin: ORIGIN,
      logKeys: this.world.keys.map(({ verifier }) => verifier),
      witnessKeys: witnesses.map(({ key }) => key.verifier),
      trusted: [...this.world.kept, ...notes],
      now: Date.now(),
    };
  }

  async #sign(who: number): Promise<void> {
    const remembered = witnesses.flatMap(({ key, seen }) => headOf(key.verifier, seen) ?? []);
    const own = this.world.signers[who];
    const all = own === undefined ? remembered : [...remembered, { size: own.size, root: own.root.toString("hex") }];
    const found = await dump(client);
    // Who remembers nothing itself has to hear a witness that remembers all that it cosigned.
    const isAlone = own === undefined && witnesses.every(({ key, seen }) => hasForgotten(key.verifier, seen, found));
    const expected = isAlone ? "REFUSES" : signs(found, this.#reader, all);
    expect([...this.#at, await sign(this.world, who)]).toEqual([...this.#at, expected]);
    if (this.#honest) expect([...this.#at, expected]).not.toContain("REFUSES");
  }

  async #cosign(who: number): Promise<void> {
    const witness = witnesses[who] as OwnWitness;
    const before = await dump(client);
    const last = headOf(witness.key.verifier, witness.seen);
    const expected = cosigns(before, this.#reader, witness.key.verifier, last);
    expect([...this.#at, await cosign(this.world, witness)]).toEqual([...this.#at, expected]);
    if (expected === "COSIGNS") {
      this.#see(before, who);
      this.#witnessWrong ||= this.world.error !== 0;
    }
    if (this.#honest) expect([...this.#at, expected]).not.toContain("REFUSES");
  }

  async #keep(): Promise<void> {
    const before = await dump(client);
    const newest = before.checkpoints.at(-1);
    if (newest === undefined || opened(newest.note, this.#reader.logKeys) === null) return;
    this.world.kept.push(newest.note);
    this.#see(before);
  }

  async #wait(months: number): Promise<void> {
    this.world.ago = Math.max(0, this.world.ago - months * MONTH);
    await setDatabaseClock(this.world);
  }

  /** Rows go: none that are young by the world's time, unless a witness's clock lied and one of the hub's own did, too. */
  async #retain(later: number): Promise<void> {
    const { world } = this;
    await this.#wait(later);
    const before = await dump(client);
    await retain(world).catch((error: unknown) => {
      if ((error as { code?: string }).code !== "LEDGER_CLOCKS_DISAGREE") throw error;
    });
    const kept = new Set((await dump(client)).rows.map(({ index }) => index));
    const old = boundaryOf(Date.now() - world.ago);
    for (const { index } of this.#honest ? before.rows : []) {
      const { time, isWrong } = world.appended[index] ?? { time: 0, isWrong: false };
      if (kept.has(index) || time < old + DAY) continue;
      expect([...this.#at, index, this.#witnessWrong && (isWrong || this.#databaseWrong)]).toEqual([
        ...this.#at,
        index,
        true,
      ]);
    }
    await this.#look();
  }

  /** Witnesses' disks are lost, or older copies of them put back; their keys are not. */
  async #lose(who: readonly number[], isWhole: boolean): Promise<void> {
    this.#honest = false;
    for (const witness of who.map((at) => witnesses[at] as OwnWitness)) {
      witness.seen = isWhole ? undefined : witness.before;
      witness.before = undefined;
    }
    this.#seen = this.#seen.filter((seen) => seen.who === undefined || !who.includes(seen.who));
    await this.#look();
  }

  #see({ rows, checkpoints }: Dump, who?: number): void {
    const leaves: string[] = [];
    for (const { index, record } of rows) if (index < (checkpoints.at(-1)?.size ?? 0)) leaves[index] = leafHash(record);
    this.#seen.push({ who, leaves });
  }

  async #damage(how: string, at: number): Promise<void> {
    this.#honest = false;
    const target = { origin: ORIGIN, size: 0, witnessed: 0, secret: this.world.keys.at(-1)?.secret ?? "" };
    await client.query("SET session_replication_role = replica");
    await DAMAGES[how]?.(client, at, target);
    await client.query("SET session_replication_role = origin");
    await this.#look();
  }

  /** Two readers look, with and without what outsiders hold: each notices what the reference derives, and no more. */
  async #look(): Promise<void> {
    const found = await dump(client);
    for (const trusted of [[], this.#reader.trusted]) {
      const reader = { ...this.#reader, trusted };
      const expected = contradictions(found, reader);
      const flaws = await verified(client, reader);
      expect([...this.#at, expected, flaws.length > 0]).toEqual([...this.#at, expected, expected.length > 0]);
      if (this.#honest) expect([...this.#at, expected]).toEqual([...this.#at, []]);
      if (trusted.length > 0 && this.#isChanged(found)) expect([...this.#at, flaws]).not.toEqual([...this.#at, []]);
    }
  }

  /** A leaf that an outsider saw is another now, or is gone from among others: no arithmetic is needed to know that. */
  #isChanged({ rows }: Dump): boolean {
    const now = new Map(rows.map(({ index, record }) => [index, leafHash(record)]));
    const first = Math.min(...now.keys());
    return this.#seen.some(({ leaves }) =>
      leaves.some((leaf, index) => (now.has(index) ? now.get(index) !== leaf : index > first)),
    );
  }
}

function headOf(key: string, seen: OwnWitness["seen"]): { size: number; root: string } | undefined {
  return seen === undefined ? undefined : (opened(seen.note, [key]) ?? undefined);
}

/** Copies the log's tables from one schema to the other, whatever stood there. */
function copies(to: string, from: string): string {
  const each = TABLES.map(
    (table) => `DELETE FROM ${to}.${table}; INSERT INTO ${to}.${table} SELECT * FROM ${from}.${table};`,
  );
  return `SET session_replication_role = replica; SELECT ledger.ensure_month(time) FROM ${from}.leaves;
    ${each.join(" ")} SET session_replication_role = origin`;
}

const histories = (actions: fc.Arbitrary<Action>): Promise<void> =>
  fc.assert(
    fc.asyncProperty(fc.array(actions, { minLength: 4, maxLength: 24, size: "max" }), (taken) =>
      new History().run(taken),
    ),
    { numRuns: RUNS, ...(SEED === undefined ? {} : { seed: Number(SEED) }) },
  );

test("L10: a signer that remembers nothing does not sign on the word of witnesses that have forgotten what they cosigned", async () => {
  const begun: readonly Action[] = [
    { does: "disclose", count: 3, clock: 0 },
    { does: "sign", who: 0 },
    { does: "cosign", who: 0, clock: 0 },
    { does: "cosign", who: 1, clock: 0 },
    { does: "disclose", count: 2, clock: 0 },
  ];
  for (const [who, outcome] of [
    [BOTH, "REFUSES"],
    [[1], "SIGNS"],
  ] as const) {
    const history = new History();
    await history.run([...begun, { does: "amnesia", who, isWhole: true }, { does: "forget", who: 0 }]);
    expect(await sign(history.world, 0)).toBe(outcome);
  }
});

test(`${RUNS} random histories of an attacked log: readers, signers and witnesses notice what a plain reference derives, and nothing else`, async () => {
  await histories(ATTACKED);
}, 600_000);

test(`${RUNS} random histories of a log in honest hands, at any time and by any clock, raise no alarm`, async () => {
  await histories(HONEST);
}, 600_000);
