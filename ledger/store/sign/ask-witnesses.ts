import type { ClientBase } from "pg";
import { WitnessRefused } from "../../errors.ts";
import { openCheckpoint, type Checkpoint } from "../../tree/checkpoint.ts";
import { cosignatureVerifier } from "../../tree/cosignature.ts";
import type { TreeHasher } from "../../tree/hasher.ts";
import type { CompactRange } from "../../tree/compact-range.ts";
import { containsCheckpoint } from "./signer-memory.ts";
import type { WitnessAddress } from "./witness-feed.ts";

const TIMEOUT_MS = 5000;

/** A checkpoint that a witness cosigned: the memory that all signers of a log share. */
interface Cosigned {
  readonly witness: string;
  readonly checkpoint: Checkpoint;
}

/**
 * Asks the witnesses what they cosigned last. A witness that never cosigned this log has answered, too.
 * @throws with the reasons when none answers
 */
async function cosignedLast(witnesses: readonly WitnessAddress[], origin: string): Promise<readonly Cosigned[]> {
  const answers = await Promise.allSettled(witnesses.map((witness) => askOne(witness, origin)));
  const given = answers.filter((answer) => answer.status === "fulfilled");
  if (given.length === 0) {
    const why = answers.map((answer) => String((answer as PromiseRejectedResult).reason));
    throw new Error(`No witness tells what it cosigned last: ${why.join("; ")}`);
  }
  return given.flatMap(({ value }) => value ?? []);
}

async function askOne({ url, verifier: key }: WitnessAddress, origin: string): Promise<Cosigned | null> {
  const verifier = cosignatureVerifier(key);
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const answer = await fetch(`${url}/checkpoint?origin=${encodeURIComponent(origin)}`, { signal, redirect: "error" });
  const note = await answer.text();
  if (answer.status === 404) return null;
  if (answer.status !== 200) throw new Error(`${verifier.name} answered ${answer.status}`);
  const checkpoint = openCheckpoint(note, [verifier]);
  if (checkpoint?.origin !== origin) throw new Error(`${verifier.name} gave a checkpoint that it did not cosign`);
  return { witness: verifier.name, checkpoint };
}

/**
 * Holds a tree that is to be signed against what the witnesses cosigned last. A signer that remembers signing goes on when none answers:
 * what it signs is refused by them where it is no continuation.
 * @param remembers this signer has a memory of its own
 * @throws WitnessRefused when the tree does not contain it: that is proof of the same as a refusal
 */
export async function heedWitnesses(
  client: ClientBase,
  { hasher, origin, range }: { readonly hasher: TreeHasher; readonly origin: string; readonly range: CompactRange },
  witnesses: readonly WitnessAddress[],
  remembers: boolean,
): Promise<void> {
  if (witnesses.length === 0) return;
  const cosigned = await cosignedLast(witnesses, origin).catch((error: unknown) => {
    if (remembers) return [];
    throw error;
  });
  for (const { witness, checkpoint } of cosigned) {
    if (await containsCheckpoint(client, hasher, range, checkpoint)) continue;
    const { rows } = await client.query<{ end: string }>(
      "SELECT coalesce(max(index) + 1, 0) AS end FROM ledger.leaves",
    );
    const end = Number(rows[0]?.end);
    const why = end < checkpoint.size ? `which now ends at ${end}` : "which does not contain them";
    throw new WitnessRefused(witness, `${witness} has cosigned ${checkpoint.size} leaves of this log, ${why}`);
  }
}
