import { request } from "node:http";
import { request as secureRequest } from "node:https";
import { WitnessForgot, WitnessRefused } from "../../errors.ts";
import { claimedCheckpoint } from "../../tree/checkpoint.ts";
import { cosignatureVerifier } from "../../tree/cosignature.ts";
import type { TreeHasher } from "../../tree/hasher.ts";
import { parseNote, verifiedSignatures, type NoteVerifier } from "../../tree/note.ts";
import { consistencyProof } from "../../tree/proof/proof.ts";
import { completeNodes, consistencyRanges } from "../../tree/proof/range.ts";
import type { LedgerEvents } from "../events.ts";
import { loadNodes, type Queryable } from "../tile-store.ts";

/** A witness: where it listens, and the key that its cosignatures must verify with. */
export interface WitnessAddress {
  /** Its submission prefix, for instance "http://127.0.0.1:7380". */
  readonly url: string;
  /** vkey line, signature type 0x04. */
  readonly verifier: string;
}

const EVERY_MS = 500;
const TIMEOUT_MS = 5000;

interface Fed {
  readonly url: string;
  readonly verifier: NoteVerifier;
  /** The size that the witness cosigned last, as far as we know; null before the log was asked what it keeps of this witness. */
  known: number | null;
}

/**
 * Shows every witness the newest checkpoint, with the proof from the one that it saw last, and keeps its cosignature. Never on the
 * way of a request: a witness that is down delays cosignatures, not answers. One that refuses has proof that the log was
 * rewritten; it is told of once (WitnessRefused) and asked no more, and so is one that has forgotten what it cosigned.
 */
export function startWitnessFeed(
  database: Queryable,
  hasher: TreeHasher,
  { witnesses, events }: { readonly witnesses: readonly WitnessAddress[]; readonly events: LedgerEvents },
): { close(): Promise<void> } {
  const fed: Fed[] = witnesses.map(({ url, verifier }) => ({
    url,
    verifier: cosignatureVerifier(verifier),
    known: null,
  }));
  const dismissed = new Set<Fed>();
  const failed = (witness: Fed, error: unknown): void => {
    if (error instanceof WitnessRefused || error instanceof WitnessForgot) dismissed.add(witness);
    events.onError?.("witness", error);
  };
  let busy: Promise<void> | null = null;
  const timer = setInterval(() => {
    const asked = fed.filter((witness) => !dismissed.has(witness));
    busy ??= Promise.all(
      asked.map((witness) =>
        showWitness(database, hasher, witness, events).catch((error: unknown) => {
          failed(witness, error);
        }),
      ),
    ).then(() => {
      busy = null;
    });
  }, EVERY_MS);
  if (fed.length === 0) clearInterval(timer);
  return {
    async close() {
      clearInterval(timer);
      await busy;
    },
  };
}

/**
 * Shows one witness the newest checkpoint, if it has not cosigned it. Of a witness that knows another size than was thought, `known` is right
 * afterwards, and nothing is cosigned. @throws WitnessRefused, WitnessForgot
 */
export async function showWitness(
  database: Queryable,
  hasher: TreeHasher,
  witness: Fed,
  events: LedgerEvents,
): Promise<void> {
  witness.known ??= await lastCosigned(database, witness.verifier);
  const { rows } = await database.query<{ note: string }>(
    "SELECT note FROM ledger.checkpoints WHERE size > $1 ORDER BY size DESC LIMIT 1",
    [witness.known],
  );
  const note = rows[0]?.note;
  if (note === undefined) return;
  const { size } = claimedCheckpoint(note);
  const answer = await submit(database, hasher, witness, note, size);
  if (answer === null) return;
  const cosigned = parseNote(note + answer);
  const lines = verifiedSignatures(cosigned, [witness.verifier]);
  if (lines.length === 0) throw new Error(`${witness.verifier.name} answered without its own cosignature`);
  await keepCosignature(database, note, answer);
  witness.known = size;
  events.onCosigned?.(witness.verifier.name, size);
}

/** The sequencer may have forgotten the checkpoint in the meantime: cosigned, it comes back. */
async function keepCosignature(database: Queryable, note: string, cosignature: string): Promise<void> {
  const { size, root } = claimedCheckpoint(note);
  await database.query(
    `INSERT INTO ledger.checkpoints AS kept (size, root, note, cosignatures) VALUES ($1, $2, $3, $4)
     ON CONFLICT (size) DO UPDATE SET cosignatures = kept.cosignatures || EXCLUDED.cosignatures`,
    [size, root, note, cosignature],
  );
}

/** The size of the newest kept checkpoint that this witness cosigned, 0 for none. */
export async function lastCosigned(database: Queryable, verifier: NoteVerifier): Promise<number> {
  const { rows } = await database.query<{ size: string; note: string }>(
    "SELECT size, note || cosignatures AS note FROM ledger.checkpoints WHERE cosignatures <> '' ORDER BY size DESC",
  );
  const own = rows.find(({ note }) => verifiedSignatures(parseNote(note), [verifier]).length > 0);
  return Number(own?.size ?? 0);
}

/**
 * The witness's answer, or null when it had seen another size than we thought: `known` is then right for the next time.
 * @throws WitnessRefused, WitnessForgot
 */
async function submit(
  database: Queryable,
  hasher: TreeHasher,
  witness: Fed,
  note: string,
  size: number,
): Promise<string | null> {
  const known = witness.known ?? 0;
  const read = await loadNodes(database, hasher, consistencyRanges(known, size).flatMap(completeNodes));
  const proof = consistencyProof(hasher, read, known, size).map((hash) => `${hash.toString("base64")}\n`);
  const { status, body } = await post(`${witness.url}/add-checkpoint`, `old ${known}\n${proof.join("")}\n${note}`);
  const { name } = witness.verifier;
  if (status === 200) return body;
  const seen = /^(\d{1,15})\n$/.exec(body)?.[1];
  if (status === 409 && seen !== undefined && Number(seen) !== known) {
    if (Number(seen) < known) throw new WitnessForgot(name, known, Number(seen));
    // Every checkpoint is stored before it is shown: nobody else of this log can have shown it a larger one.
    if (Number(seen) > size && Number(seen) > (await newestSize(database))) {
      throw new WitnessRefused(name, `${name} has cosigned ${seen} leaves of this log, which now ends at ${size}`);
    }
    witness.known = Number(seen);
    return null;
  }
  const why = `${name} refused the checkpoint of ${size} leaves: ${status} ${body.slice(0, 200).trim()}`;
  throw status === 409 || status === 422 ? new WitnessRefused(name, why) : new Error(why);
}

async function newestSize(database: Queryable): Promise<number> {
  const { rows } = await database.query<{ size: string }>(
    "SELECT coalesce(max(size), 0) AS size FROM ledger.checkpoints",
  );
  return Number(rows[0]?.size);
}

function post(url: string, body: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const send = url.startsWith("https:") ? secureRequest : request;
    const outgoing = send(url, { method: "POST", timeout: TIMEOUT_MS }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString("utf8") });
      });
    });
    outgoing.on("timeout", () => outgoing.destroy(new Error("The witness does not answer")));
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
