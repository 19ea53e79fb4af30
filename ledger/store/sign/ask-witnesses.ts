import type { ClientBase } from "pg";
import { WitnessForgot, WitnessRefused } from "../../errors.ts";
import { openCheckpoint, type Checkpoint } from "../../tree/checkpoint.ts";
import { cosignatureVerifier } from "../../tree/cosignature.ts";
import type { TreeHasher } from "../../tree/hasher.ts";
import type { CompactRange } from "../../tree/proof/compact-range.ts";
import { containsCheckpoint } from "./signer-memory.ts";
import { lastCosigned, type WitnessAddress } from "./witness-feed.ts";

const TIMEOUT_MS = 5000;

/** A checkpoint that a witness cosigned: the memory that all signers of a log share. */
interface Cosigned {
  readonly witness: string;
  readonly checkpoint: Checkpoint;
}

/**
 * Asks the witnesses what they cosigned last. A witness that never cosigned this log has answered, too; one that knows less than the
 * log keeps of its cosignatures has forgotten, and its word is none.
 * @throws with the reasons when none answers: WitnessForgot when all that do have forgotten
 */
async function cosignedLast(
  client: ClientBase,
  witnesses: readonly WitnessAddress[],
  origin: string,
): Promise<readonly Cosigned[]> {
  const own: number[] = [];
  for (const { verifier } of witnesses) own.push(await lastCosigned(client, cosignatureVerifier(verifier)));
  const answers = await Promise.allSettled(
    witnesses.map(async (witness, at) => {
      const last = await askOne(witness, origin);
      const [seen, least] = [last?.checkpoint.size ?? 0, own[at] ?? 0];
      if (seen < least) throw new WitnessForgot(cosignatureVerifier(witness.verifier).name, least, seen);
      return last;
    }),
  );
  const given = answers.filter((answer) => answer.status === "fulfilled");
  if (given.length === 0) {
    const reasons = answers.map((answer): unknown => (answer as PromiseRejectedResult).reason);
    const forgot = reasons.find((reason) => reason instanceof WitnessForgot);
    if (forgot !== undefined) throw forgot;
    const why = reasons.map(String);
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
  const cosigned = await cosignedLast(client, witnesses, origin).catch((error: unknown) => {
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
