import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readIfPresent } from "./read-if-present.ts";
import { generateKey, parseSecret, type KeyPair } from "./tree/key.ts";

/**
 * The log's key pair of a directory: `log.key` (mode 0600) and `log.pub`, made at the first call. In production the secret
 * comes from a place of its own; this is for one host and for trying out.
 */
export async function logKeyIn(directory: string, origin: string): Promise<KeyPair> {
  const file = join(directory, "log.key");
  const stored = await readIfPresent(file);
  if (stored !== null) {
    const secret = stored.trim();
    return { secret, verifier: parseSecret(secret).verifier };
  }
  const pair = generateKey(origin);
  await mkdir(directory, { recursive: true });
  await writeFile(file, `${pair.secret}\n`, { mode: 0o600, flag: "wx" });
  await writeFile(join(directory, "log.pub"), `${pair.verifier}\n`);
  return pair;
}

/** A key given as a line, or as the name of a file that holds it. */
export async function keyLine(lineOrFile: string): Promise<string> {
  return lineOrFile.includes("+") ? lineOrFile.trim() : (await readFile(lineOrFile, "utf8")).trim();
}
