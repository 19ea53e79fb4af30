import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readIfPresent } from "./durable-file.ts";
import { generateKey, parseSecret, type KeyPair } from "./tree/key.ts";
import { parseSm2Secret, sm2Lines } from "./tree/sm2.ts";
import { generateSm2Key } from "./tree/sm2-signature.ts";

/**
 * The log's key pair of a directory: `log.key` (mode 0600) and `log.pub`, made at the first call. In production the secret
 * comes from a place of its own; this is for one host and for trying out.
 */
export function logKeyIn(directory: string, origin: string): Promise<KeyPair> {
  return pairIn(directory, "log", {
    make: () => generateKey(origin),
    read: (secret) => ({ secret, verifier: parseSecret(secret).verifier }),
  });
}

/** The SM2 key pair of a directory, for a second signature line: `sm2.key` and `sm2.pub`, likewise. */
export function sm2KeyIn(directory: string, origin: string): Promise<KeyPair> {
  return pairIn(directory, "sm2", {
    make: () => sm2Lines(origin, generateSm2Key()),
    read: (secret) => {
      const { name, keys } = parseSm2Secret(secret);
      return sm2Lines(name, keys);
    },
  });
}

/** The key pair of a directory with which the sharing service signs what it states of grants: `sharing.key` and `sharing.pub`, likewise. */
export function sharingKeyIn(directory: string): Promise<KeyPair> {
  return pairIn(directory, "sharing", {
    make: () => generateKey("shali-hub/sharing"),
    read: (secret) => ({ secret, verifier: parseSecret(secret).verifier }),
  });
}

async function pairIn(
  directory: string,
  name: string,
  { make, read }: { make: () => KeyPair; read: (secret: string) => KeyPair },
): Promise<KeyPair> {
  const file = join(directory, `${name}.key`);
  const stored = await readIfPresent(file);
  if (stored !== null) return read(stored.trim());
  const pair = make();
  await mkdir(directory, { recursive: true });
  await writeFile(file, `${pair.secret}\n`, { mode: 0o600, flag: "wx" });
  await writeFile(join(directory, `${name}.pub`), `${pair.verifier}\n`);
  return pair;
}

/** The file in which a signer keeps what it signed last: beside its secret key, which is this file or in this directory of `logKeyIn`. */
export async function signedFile(file: string): Promise<string> {
  const directory = (await stat(file)).isDirectory() ? file : dirname(file);
  return join(directory, "log.signed");
}

/** A key given as a line, or as the name of a file that holds it. */
export async function keyLine(lineOrFile: string): Promise<string> {
  return lineOrFile.includes("+") ? lineOrFile.trim() : (await readFile(lineOrFile, "utf8")).trim();
}

/** A secret line from its file, or from the directory of `logKeyIn`. A secret itself MUST NOT stand on a command line. */
export async function secretLine(file: string): Promise<string> {
  const secret = await readFile(file, "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "EISDIR") return readFile(join(file, "log.key"), "utf8");
    throw error;
  });
  return secret.trim();
}
