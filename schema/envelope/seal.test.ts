import { beforeEach, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { createSealer, createSealOpener, SEAL_WINDOW, type OpenedSeal, type Sealed } from "./seal.ts";
import { followKeys, newSealKeyPair, readOpenKeys, readSecretKeys, type SealCurve, type SealKey } from "./seal-keys.ts";

interface Keys {
  readonly secret: readonly SealKey[];
  readonly open: readonly SealKey[];
}

const CURVES: readonly SealCurve[] = ["X25519", "SM2"];

/** The curve of the test's keys. */
let curve: SealCurve = "X25519";

const newKeys = (count = 1): Keys => {
  const pairs = Array.from({ length: count }, () => newSealKeyPair(curve));
  return {
    secret: readSecretKeys(JSON.stringify({ keys: pairs.map(({ secret }) => secret) })),
    open: readOpenKeys(JSON.stringify({ keys: pairs.map(({ open }) => open) })),
  };
};

const NOW = Date.parse("2026-11-02T09:00:00+08:00");
const FETCH: Sealed = { envelope: "a.b.c", body: Buffer.from('{"query":"{ a }","variables":{"n":1}}') };
const ANSWER = Buffer.from('{"data":{"a":1}}');

/** A hub and one department, with clocks and keys in the test's hand. */
const world = (department = "housing") => {
  const state = { hub: newKeys(), department: newKeys(), hubClock: NOW, clock: NOW };
  const seal = createSealer({
    department,
    own: () => state.hub.secret,
    theirs: () => state.department.open,
    clock: () => state.hubClock,
  });
  const restarted = () =>
    createSealOpener({
      department,
      own: () => state.department.secret,
      theirs: () => state.hub.open,
      clock: () => state.clock,
    });
  return { state, seal, open: restarted(), restarted };
};

const told = (opened: OpenedSeal): string => (opened.kind === "refused" ? opened.reason : opened.kind);

const sealedBy = (opened: OpenedSeal, body: Buffer): string => {
  if (opened.kind === "refused") throw new Error(opened.reason);
  return opened.sealAnswer(body);
};

describe.each(CURVES)("S9, in %s: a fetch", (used) => {
  beforeEach(() => void (curve = used));

  test("of the hub is opened, once", () => {
    const { seal, open } = world();
    const { header } = seal(FETCH);
    expect(told(open(header, FETCH))).toBe("opened");
    expect(told(open(header, FETCH))).toBe("HUB_SEAL_REPLAYED");
    expect(told(open(seal(FETCH).header, FETCH))).toBe("opened");
  });

  test("with other variables, or under another caller's envelope, is refused, and does not use up the true one", () => {
    const { seal, open } = world();
    const { header } = seal(FETCH);
    const other = Buffer.from('{"query":"{ a }","variables":{"n":2}}');
    expect(told(open(header, { ...FETCH, body: other }))).toBe("HUB_SEAL_KEY");
    expect(told(open(header, { ...FETCH, envelope: "a.b.d" }))).toBe("HUB_SEAL_KEY");
    expect(told(open(header, { ...FETCH, envelope: "" }))).toBe("HUB_SEAL_KEY");
    expect(told(open(header, FETCH))).toBe("opened");
  });

  test("without a seal, or with what is none, is refused", () => {
    const { seal, open } = world();
    const { header } = seal(FETCH);
    for (const none of [
      undefined,
      "",
      "1",
      [header],
      `${header}, ${header}`,
      `${header} `,
      header.replace("1.", "2."),
    ]) {
      expect(told(open(none, FETCH))).toBe("HUB_SEAL_KEY");
    }
  });

  test("for another department is refused, be it one that has the same key", () => {
    const [housing, enterprise] = [world("housing"), world("enterprise")];
    expect(told(enterprise.open(housing.seal(FETCH).header, FETCH))).toBe("HUB_SEAL_KEY");
    Object.assign(enterprise.state, { hub: housing.state.hub, department: housing.state.department });
    expect(told(enterprise.open(housing.seal(FETCH).header, FETCH))).toBe("HUB_SEAL_KEY");
  });

  test.each([
    [SEAL_WINDOW, "opened"],
    [SEAL_WINDOW + 1, "HUB_SEAL_CLOCK"],
    [-SEAL_WINDOW - 1, "HUB_SEAL_CLOCK"],
  ])("%d ms off the department's clock: %s, told apart from a wrong key", (off, expected) => {
    const { state, seal, open } = world();
    state.hubClock = NOW + off;
    expect(told(open(seal(FETCH).header, FETCH))).toBe(expected);
  });

  test("from before the department's start is refused: what it answered then is not remembered", () => {
    const { state, seal, open, restarted } = world();
    const { header } = seal(FETCH);
    expect(told(open(header, FETCH))).toBe("opened");
    state.clock = NOW + 1;
    expect(told(restarted()(header, FETCH))).toBe("HUB_SEAL_CLOCK");
  });

  test("changed in any byte, or under a seal changed in any, is refused, whatever it is", () => {
    const { seal, open } = world();
    const any = fc.record({ envelope: fc.stringMatching(/^[\w.-]{0,40}$/), body: fc.uint8Array({ minLength: 1 }) });
    fc.assert(
      fc.property(any, fc.nat(), fc.integer({ min: 1, max: 255 }), (fetch, at, change) => {
        const { header } = seal(fetch);
        const flipped = (bytes: Uint8Array): Buffer => {
          const copy = Buffer.from(bytes);
          copy[at % copy.length] = (copy[at % copy.length] ?? 0) ^ change;
          return copy;
        };
        expect(told(open(header, { ...fetch, body: flipped(fetch.body) }))).toBe("HUB_SEAL_KEY");
        expect(told(open(flipped(Buffer.from(header, "latin1")).toString("latin1"), fetch))).toBe("HUB_SEAL_KEY");
        expect(told(open(header, { ...fetch, body: fetch.body.subarray(1) }))).toBe("HUB_SEAL_KEY");
        // A byte that moves from the envelope to the body is a change too.
        const whole = `${fetch.envelope}\n`;
        const moved = { envelope: "", body: Buffer.concat([Buffer.from(whole), fetch.body]) };
        expect(told(open(header, moved))).toBe("HUB_SEAL_KEY");
        expect(told(open(header, fetch))).toBe("opened");
      }),
      { numRuns: 200 },
    );
  });
});

describe.each(CURVES)("S9, in %s: an answer", (used) => {
  beforeEach(() => void (curve = used));

  test("counts for its own fetch, as it was sealed, and for no other", () => {
    const { seal, open } = world();
    const [one, other] = [seal(FETCH), seal(FETCH)];
    const [toOne, toOther] = [open(one.header, FETCH), open(other.header, FETCH)].map((opened) =>
      sealedBy(opened, ANSWER),
    );
    expect([one.answers(toOne, ANSWER), other.answers(toOther, ANSWER)]).toEqual([true, true]);
    expect([one.answers(toOther, ANSWER), other.answers(toOne, ANSWER)]).toEqual([false, false]);
    expect(one.answers(toOne, Buffer.from('{"data":{"a":2}}'))).toBe(false);
    for (const none of [undefined, "", [toOne], `${toOne}=`]) expect(one.answers(none, ANSWER)).toBe(false);
    // What the fetch carried is no answer's seal.
    expect(one.answers(one.header.split(".").at(-1), ANSWER)).toBe(false);
  });

  test("changed in any byte is none", () => {
    const { seal, open } = world();
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), fc.nat(), fc.integer({ min: 1, max: 255 }), (body, at, change) => {
        const fetch = seal(FETCH);
        const header = sealedBy(open(fetch.header, FETCH), Buffer.from(body));
        const copy = Uint8Array.from(body);
        copy[at % copy.length] = (copy[at % copy.length] ?? 0) ^ change;
        expect([fetch.answers(header, body), fetch.answers(header, copy)]).toEqual([true, false]);
        const other = Buffer.from(header, "latin1");
        other[at % other.length] = (other[at % other.length] ?? 0) ^ change;
        expect(fetch.answers(other.toString("latin1"), body)).toBe(false);
      }),
      { numRuns: 100 },
    );
  });
});

describe.each(CURVES)("S9, in %s: keys", (used) => {
  beforeEach(() => void (curve = used));

  test.each(["hub", "department"] as const)(
    "of the %s change without a pause, and the old one is then refused",
    (side) => {
      const { state, seal, open } = world();
      const both = newKeys(2);
      const pick = (...at: readonly number[]): Keys => ({
        secret: at.map((one) => both.secret[one] as SealKey),
        open: at.map((one) => both.open[one] as SealKey),
      });
      state[side] = pick(0);
      const passes = () => {
        const fetch = seal(FETCH);
        const opened = open(fetch.header, FETCH);
        return told(opened) === "opened" && fetch.answers(sealedBy(opened, ANSWER), ANSWER);
      };
      const early = seal(FETCH);
      expect(passes()).toBe(true);
      for (const step of [pick(0, 1), pick(1, 0)]) {
        state[side] = step;
        expect(passes()).toBe(true);
      }
      expect(told(open(early.header, FETCH))).toBe("opened");
      const late = seal(FETCH);
      state[side] = pick(0);
      const old = seal(FETCH);
      state[side] = pick(1);
      expect(passes()).toBe(true);
      expect(told(open(late.header, FETCH))).toBe("opened");
      expect(told(open(old.header, FETCH))).toBe("HUB_SEAL_KEY");
    },
  );

  test("of a stranger seal nothing, on either side", () => {
    const { state, seal, open } = world();
    const before = state.department;
    state.department = newKeys();
    const foreign = seal(FETCH);
    state.department = before;
    expect(told(open(foreign.header, FETCH))).toBe("HUB_SEAL_KEY");
    const hub = state.hub;
    state.hub = newKeys();
    const forged = seal(FETCH);
    state.hub = hub;
    expect(told(open(forged.header, FETCH))).toBe("HUB_SEAL_KEY");
  });

  test.each([
    ["no JSON", "{", /expected JSON/],
    ["no keys", '{"keys":[]}', /expected 1 to 4 keys/],
    [
      "another curve",
      '{"keys":[{"kty":"OKP","crv":"Ed25519","x":"x"}]}',
      /keys\[0\]: expected a public key of X25519 or SM2/,
    ],
    ["a private half where a public one belongs", "SECRET", /a public key of X25519 or SM2 and nothing else/],
  ])("a file with %s is refused", (_, text, message) => {
    const given = text === "SECRET" ? JSON.stringify({ keys: [newSealKeyPair(curve).secret] }) : text;
    expect(() => readOpenKeys(given)).toThrow(message);
  });

  test("whose halves do not belong together are refused", () => {
    const keys = [{ ...newSealKeyPair(curve).secret, ...newSealKeyPair(curve).open }];
    expect(() => readSecretKeys(JSON.stringify({ keys }))).toThrow("expected halves of one key");
  });

  test("that lead to no secret of one's own are refused (RFC 7748, 6.1)", () => {
    const { state, seal } = world();
    const open = readOpenKeys(JSON.stringify({ keys: [{ kty: "OKP", crv: "X25519", x: "A".repeat(43) }] }));
    state.department = { ...state.department, open };
    expect(() => seal(FETCH)).toThrow();
  });

  test("are followed; a source that breaks leaves the last good ones in force, and is told once", () => {
    let [now, text] = [0, JSON.stringify({ keys: [newSealKeyPair().open] })];
    const problems: string[] = [];
    const keys = followKeys(
      () => readOpenKeys(text),
      (problem) => problems.push(problem),
      () => now,
    );
    const [before] = keys();
    text = "{";
    now += 1_000;
    expect(keys()[0]).toBe(before);
    now += 1_000;
    expect([keys()[0], problems.length]).toEqual([before, 1]);
    const next = newSealKeyPair().open;
    text = JSON.stringify({ keys: [next] });
    expect(keys()[0]).toBe(before);
    now += 1_000;
    expect(keys().map(({ id }) => id)).toEqual(readOpenKeys(text).map(({ id }) => id));
  });
});

describe("18.5: keys of two curves", () => {
  const of = (used: SealCurve): Keys => {
    curve = used;
    return newKeys();
  };
  const both = (first: Keys, second: Keys): Keys => ({
    secret: [...first.secret, ...second.secret],
    open: [...first.open, ...second.open],
  });

  test("change without a pause: the hub uses the one that the department uses first", () => {
    const { state, seal, open } = world();
    const [oldHub, oldOwn, newHub, newOwn] = [of("X25519"), of("X25519"), of("SM2"), of("SM2")];
    for (const [hub, department] of [
      [oldHub, oldOwn],
      [both(oldHub, newHub), oldOwn],
      [both(oldHub, newHub), both(oldOwn, newOwn)],
      [both(oldHub, newHub), both(newOwn, oldOwn)],
      [newHub, newOwn],
    ] as const) {
      Object.assign(state, { hub, department });
      const sealed = seal(FETCH);
      const opened = open(sealed.header, FETCH);
      expect([told(opened), sealed.answers(sealedBy(opened, ANSWER), ANSWER)]).toEqual(["opened", true]);
    }
  });

  test("agree on nothing: the hub sends no fetch, and the department opens none", () => {
    const { state, seal, open } = world();
    Object.assign(state, { hub: of("SM2"), department: of("X25519") });
    expect(() => seal(FETCH)).toThrow("A side of a seal has no key of the other's kind");
    const { id } = state.hub.open[0] ?? { id: "" };
    const own = state.department.open[0]?.id ?? "";
    expect(told(open(`1.${id}.${own}.${NOW}.${"a".repeat(16)}.${"A".repeat(43)}`, FETCH))).toBe("HUB_SEAL_KEY");
  });

  test("--crypto gm: a file with one of the other kind is refused whole", () => {
    const keys = [newSealKeyPair("SM2"), newSealKeyPair("X25519")];
    const file = (half: "open" | "secret") => JSON.stringify({ keys: keys.map((pair) => pair[half]) });
    expect(() => readOpenKeys(file("open"), "gm")).toThrow(
      "public keys.keys[1]: expected a key of SM2, got one of X25519",
    );
    expect(() => readSecretKeys(file("secret"), "gm")).toThrow("keys[1]: expected a key of SM2, got one of X25519");
    expect(readOpenKeys(file("open"))).toHaveLength(2);
    expect(readSecretKeys(JSON.stringify({ keys: [keys[0]?.secret] }), "gm")).toHaveLength(1);
  });

  test("a point that lies on no curve is no key", () => {
    const { x } = newSealKeyPair("SM2").open;
    const keys = [{ ...newSealKeyPair("SM2").open, x }];
    expect(() => readOpenKeys(JSON.stringify({ keys }))).toThrow("expected a key, got no point of SM2");
  });
});
