/**
 * Seal (封签): what binds one fetch, and its answer, to the hub and one department. Both hold a key of X25519, or of SM2's curve; the
 * secret that the two agree on gives one key for fetches and one for answers. The curve says which hash all of it is made with, SHA-256
 * or SM3. Pure, but for chance and the clock.
 */
import { createCipheriv, createHmac, createSecretKey, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { agreedSecret, type SealCurve, type SealKey } from "./seal-keys.ts";

/** HTTP header of a fetch's seal, and of its answer's. */
export const SEAL_HEADER = "x-hub-seal";

/** HTTP header in which a department says why it did not open a fetch's seal. */
export const SEAL_REFUSED_HEADER = "x-hub-seal-refused";

/** Milliseconds by which a fetch's time may differ from the department's clock, either way. */
export const SEAL_WINDOW = 30_000;

/**
 * A department's reasons for not opening a fetch's seal. KEY: there is none, or it was not made under a key of both, or for
 * another fetch. CLOCK and REPLAYED are only told of seals that the hub made.
 */
export const SEAL_REFUSALS = ["HUB_SEAL_KEY", "HUB_SEAL_CLOCK", "HUB_SEAL_REPLAYED"] as const;
/** One of them. */
export type SealRefusal = (typeof SEAL_REFUSALS)[number];

/** The texts that a seal binds: the envelope's token (empty for a fetch on nobody's behalf) and the body, byte by byte. */
export interface Sealed {
  readonly envelope: string;
  readonly body: Uint8Array;
}

/** The keys of one hub key and one department key, one for each direction. */
interface Agreement {
  readonly curve: SealCurve;
  readonly fetches: KeyObject;
  readonly answers: KeyObject;
}

/** The two ends of a seal: the side's own private key, and the other side's public one. */
type Agree = (own: SealKey, theirs: SealKey, hub: SealKey, department: SealKey) => Agreement;

const HASHES = { X25519: "sha256", SM2: "sm3" } as const;

/** The agreements of one department, each computed once. The department's name is part of the keys. */
const agreeing = (name: string): Agree => {
  const known = new WeakMap<SealKey, WeakMap<SealKey, Agreement>>();
  return (own, theirs, hub, department) => {
    const found = known.get(own)?.get(theirs);
    if (found) return found;
    const { curve } = own;
    const secret = agreedSecret(own, theirs);
    const keyFor = (use: string): KeyObject => {
      const info = JSON.stringify(["shali-hub seal 1", use, name, hub.id, department.id]);
      return createSecretKey(Buffer.from(hkdfSync(HASHES[curve], secret, "", info, 32)));
    };
    const agreement = { curve, fetches: keyFor("fetches"), answers: keyFor("answers") };
    known.set(own, (known.get(own) ?? new WeakMap<SealKey, Agreement>()).set(theirs, agreement));
    return agreement;
  };
};

/** HMAC over a line that holds no line feed, the envelope, which holds none either, and the body. */
const macOf = ({ curve, fetches }: Agreement, line: string, { envelope, body }: Sealed): string =>
  createHmac(HASHES[curve], fetches).update(`${line}\n${envelope}\n`).update(body).digest("base64url");

/** Characters of an answer's nonce: 96 random bits in base64url. */
const NONCE = 16;

/**
 * GMAC (NIST SP 800-38D) over the fetch's MAC and the answer, for a large answer a third of HMAC's cost. The nonce is random, so that
 * processes that share a key do not repeat it; one key MUST NOT seal more than 2^32 answers (section 8.3).
 * For SM2 HMAC-SM3, cut to as many bytes: OpenSSL 3.0, which Node 20 brings, has no SM4 in GCM.
 */
const answerSeal = ({ curve, answers: key }: Agreement, fetchMac: string, nonce: string, body: Uint8Array): string => {
  if (curve === "SM2") {
    const mac = createHmac("sm3", key).update(`${nonce}\n${fetchMac}\n`).update(body).digest();
    return nonce + mac.subarray(0, 16).toString("base64url");
  }
  const mac = createCipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64url"));
  mac.setAAD(Buffer.from(fetchMac, "latin1")).setAAD(body).final();
  return nonce + mac.getAuthTag().toString("base64url");
};

const equal = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one, "latin1"), Buffer.from(other, "latin1"));

/** The seal of one fetch. */
export interface FetchSeal {
  /** Value of the fetch's `x-hub-seal`. */
  readonly header: string;
  /** True when the department sealed this very body as the answer to this very fetch. */
  readonly answers: (header: unknown, body: Uint8Array) => boolean;
}

/** Seals the hub's fetches to one department. Each seal is another one: a fetch MUST NOT be sent twice under one. */
export type Sealer = (fetch: Sealed) => FetchSeal;

/** One side's keys and the other's, as they are now; the first of each list is the one that is used. */
export interface SealEnds {
  /** The department's name in the supergraph. */
  readonly department: string;
  /** Private keys of this side. */
  readonly own: () => readonly SealKey[];
  /** Public keys of the other side. */
  readonly theirs: () => readonly SealKey[];
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

const ANSWER_SEAL = /^[\w-]{38}$/;

const newNonce = (): string => randomBytes(12).toString("base64url");

const first = (keys: readonly SealKey[]): SealKey => {
  const [key] = keys;
  if (key === undefined) throw new Error("A side of a seal has no key of the other's kind");
  return key;
};

/** The hub's side towards one department. */
export function createSealer({ department, own, theirs, clock = Date.now }: SealEnds): Sealer {
  const agree = agreeing(department);
  // Twelve characters that no other process has, and a count: no nonce comes twice.
  const process = randomBytes(9).toString("base64url");
  let count = 0;
  return (fetch) => {
    const theirKey = first(theirs());
    // A side that goes over to the other curve has keys of both for a while.
    const hub = first(own().filter(({ curve }) => curve === theirKey.curve));
    const agreement = agree(hub, theirKey, hub, theirKey);
    count += 1;
    const line = `1.${hub.id}.${theirKey.id}.${clock()}.${process}${count.toString(36)}`;
    const mac = macOf(agreement, line, fetch);
    return {
      header: `${line}.${mac}`,
      answers: (header, body) =>
        typeof header === "string" &&
        ANSWER_SEAL.test(header) &&
        equal(header, answerSeal(agreement, mac, header.slice(0, NONCE), body)),
    };
  };
}

/** A fetch whose seal is the hub's, or why it is not opened. */
export type OpenedSeal =
  | {
      readonly kind: "opened";
      /** Value of the answer's `x-hub-seal`. */
      readonly sealAnswer: (body: Uint8Array) => string;
    }
  | { readonly kind: "refused"; readonly reason: SealRefusal };

const SEAL = /^(1\.([\w-]{16})\.([\w-]{16})\.(\d{1,15})\.([\w-]{13,32}))\.([\w-]{43})$/;

const refused = (reason: SealRefusal): OpenedSeal => ({ kind: "refused", reason });

/**
 * The nonces of the seals that were opened, for as long as their time is within the window. What it has forgotten is told by
 * time: `forgotten` is later than the time of every nonce that is not remembered, those before the start included.
 */
const createMemory = (now: number) => {
  let [recent, before] = [new Set<string>(), new Set<string>()];
  let [latest, latestBefore] = [0, 0];
  let turned = performance.now();
  let forgotten = now;
  const turn = (): void => {
    if (performance.now() - turned < 2 * SEAL_WINDOW) return;
    forgotten = Math.max(forgotten, latestBefore + 1);
    [before, recent, latestBefore, latest, turned] = [recent, new Set(), latest, 0, performance.now()];
  };
  return {
    isForgotten: (time: number): boolean => {
      turn();
      return time < forgotten;
    },
    /** False when the nonce was there before. */
    take: (nonce: string, time: number): boolean => {
      if (recent.has(nonce) || before.has(nonce)) return false;
      recent.add(nonce);
      latest = Math.max(latest, time);
      return true;
    },
  };
};

/**
 * The department's side: opens each seal of the hub once. It is asked with the bytes as they came, before anything reads them.
 * It remembers what it opened, in this process: a department with several processes gives each its own key.
 */
export function createSealOpener({ department, own, theirs, clock = Date.now }: SealEnds) {
  const agree = agreeing(department);
  const memory = createMemory(clock());
  return (header: unknown, fetch: Sealed): OpenedSeal => {
    const parts = typeof header === "string" ? SEAL.exec(header) : null;
    if (parts === null) return refused("HUB_SEAL_KEY");
    const [, line = "", hubId, ownId, timeText, nonce = "", mac = ""] = parts;
    const hub = theirs().find(({ id }) => id === hubId);
    const ownKey = own().find(({ id }) => id === ownId);
    if (hub === undefined || ownKey?.curve !== hub.curve) return refused("HUB_SEAL_KEY");
    const agreement = agree(ownKey, hub, hub, ownKey);
    if (!equal(mac, macOf(agreement, line, fetch))) return refused("HUB_SEAL_KEY");
    const time = Number(timeText);
    if (Math.abs(clock() - time) > SEAL_WINDOW || memory.isForgotten(time)) return refused("HUB_SEAL_CLOCK");
    if (!memory.take(nonce, time)) return refused("HUB_SEAL_REPLAYED");
    return { kind: "opened", sealAnswer: (body) => answerSeal(agreement, mac, newNonce(), body) };
  };
}
