import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { viewCatalogue } from "../../subgraphs/sharing/catalogue/catalogue-view.ts";
import { openOffice, type Office } from "./office.ts";
import { openReplica, PUBLIC_SECURITY, type Replica, type Seen } from "./replica.ts";
import { matters, STEPS } from "./steps.ts";

/** Milliseconds between the acknowledged step and the last answer that may still be released. */
const LATEST = 1_000;
/** Milliseconds that the replica that is cut off from the hub database goes on for. */
const BOUND = 1_500;
/** Milliseconds from a decision to the moment when the test has seen its answer. */
const SEEING = 500;

const view = viewCatalogue(PUBLIC_SECURITY.supergraphSdl);

let office: Office;
let replicas: readonly Replica[];

beforeAll(async () => {
  office = await openOffice("replicas", { catalogue: () => view });
  replicas = await Promise.all([1, 2, 3].map(() => openReplica(office.gatewayUrl)));
});
afterAll(async () => {
  await Promise.all(replicas.map((replica) => replica.close()));
  await office.close();
});

afterEach(async () => {
  await office.database.grant.updateMany({ data: { state: "REVOKED" } });
});

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits until a replica says so; the limit is a failure. */
const until = async (what: () => Promise<boolean>, limit = 30_000): Promise<void> => {
  const started = performance.now();
  while (!(await what())) {
    if (performance.now() - started > limit) throw new Error("waited in vain");
    await pause(20);
  }
};

const tells = async (replica: Replica, text: string): Promise<boolean> => (await replica.ask()).includes(text);

/** Asks every replica all the time, several questions at once, until told to stop. */
const load = () => {
  let going = true;
  const answers: Seen[][] = replicas.map(() => []);
  const lanes = replicas.flatMap((replica, at) =>
    Array.from({ length: 4 }, async () => {
      while (going) {
        const answer = await replica.ask();
        answers[at]?.push({ at: performance.now(), answer });
        await pause(2);
      }
    }),
  );
  return {
    answers,
    stop: () => {
      going = false;
    },
    stopped: Promise.all(lanes),
  };
};

const SECURITY = "security-administrator.housing";
const stopOf = (kind: string, target: string) =>
  [`a stop of the ${kind}`, SECURITY, "emergencyStop", { kind, target }] as const;

test.each([
  ["revocation", "reviewer.public-security", "revokeGrant", {}],
  ["suspension", "owner.public-security", "suspendGrant", {}],
  stopOf("APP", "human-resources-app"),
  stopOf("DEPARTMENT", "human-resources"),
  stopOf("PROVIDER", "public-security"),
  stopOf("COORDINATE", "Person.name"),
] as const)(
  "%s under load: a second after the acknowledgement no replica releases the coordinate any more",
  async (_, officer, step, more) => {
    const id = await matters(office).active();
    for (const replica of replicas) await until(() => tells(replica, "李示例"));
    const { answers, stop, stopped } = load();
    const many = (after: number, text: string) => () =>
      Promise.resolve(
        answers.every((seen) => seen.filter(({ at, answer }) => at > after && answer.includes(text)).length > 10),
      );
    await until(many(0, "李示例"));
    const done = await office.done<{ id: string }>(officer, STEPS[step], { id, ...more });
    const acknowledged = performance.now();
    await until(many(acknowledged + LATEST, "")).finally(stop);
    await stopped;

    for (const seen of answers) {
      const released = seen.filter(({ answer }) => answer.includes("李示例"));
      const late = Math.max(...released.map(({ at }) => at - acknowledged));
      expect(released.length).toBeGreaterThan(10);
      expect(late).toBeLessThan(LATEST);
      // Asked all through the time after it, and answered: denied, not failed. What was under way is withdrawn as a whole.
      const after = seen.filter(({ at }) => at > acknowledged + LATEST);
      expect(after.length).toBeGreaterThan(10);
      expect(after.filter(({ answer }) => !/HUB_FIELD_DENIED|HUB_NO_GRANT/.test(answer))).toEqual([]);
    }
    if (step === "emergencyStop") {
      await office.done("security-administrator.data-administration", STEPS.liftStop, { id: done.id });
    }
  },
);

test("a record that takes its time does not carry an answer across a revocation", async () => {
  const id = await matters(office).active();
  const [replica] = replicas as [Replica];
  await until(() => tells(replica, "李示例"));
  const recording = replica.holdRecords();
  const asked = replica.ask();
  await recording.reached;
  await office.done("reviewer.public-security", STEPS.revokeGrant, { id });
  await until(() => Promise.resolve(!replica.grants()));
  recording.release();
  const answer = await asked;
  expect(answer).toContain("HUB_NO_GRANT");
  expect(answer).not.toContain("李示例");
});

test("a replica cut off from the hub database closes itself after its bound and opens again; the others go on", async () => {
  const replica = await openReplica(office.gatewayUrl, BOUND);
  try {
    const id = await matters(office).active();
    for (const each of [replica, ...replicas]) await until(() => tells(each, "李示例"));
    replica.network.cut();
    const cut = performance.now();
    // It does not hear of this, and can release for its bound and not longer.
    const revoked = office.done("reviewer.public-security", STEPS.revokeGrant, { id });
    let last = 0;
    await until(async () => {
      const answer = await replica.ask();
      if (answer.includes("李示例")) last = performance.now();
      return answer.includes("HUB_NOT_READY");
    });
    expect(last - cut).toBeLessThan(BOUND + SEEING);
    await revoked;
    for (const other of replicas) await until(() => tells(other, "HUB_FIELD_DENIED"));
    replica.network.mend();
    await until(() => tells(replica, "HUB_FIELD_DENIED"));
    await matters(office).active();
    for (const each of [replica, ...replicas]) await until(() => tells(each, "李示例"));
  } finally {
    await replica.close();
  }
});
