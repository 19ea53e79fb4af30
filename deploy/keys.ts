import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { readIfPresent, replaceFile } from "../ledger/durable-file.ts";
import { newSealKeyPair, readSecretKeys, SECRET_KEYS_FILE, OPEN_KEYS_FILE } from "../schema/envelope/seal-keys.ts";

const USAGE = `Usage: npm run keys -- COMMAND FOLDER

Keys with which the hub and a department seal their fetches and answers; one folder for the hub, one for each department.
  add      makes a key: the first is used at once, a later one is accepted and not yet used
  promote  the newest key is used from now on; the others are still accepted
  retire   only the key that is used stays

FOLDER/${SECRET_KEYS_FILE} (0600) stays on its side; FOLDER/${OPEN_KEYS_FILE} is given to the other side after each command.
A key changes without a pause by add, promote, retire, each once the other side has the file of the one before.`;

type Pair = Readonly<Record<string, string>>;

const CHANGES: Readonly<Record<string, (keys: readonly Pair[]) => readonly Pair[]>> = {
  add: (keys) => [...keys, newSealKeyPair().secret as Pair],
  promote: (keys) => [...keys.slice(-1), ...keys.slice(0, -1)],
  retire: (keys) => keys.slice(0, 1),
};

const put = (path: string, keys: readonly Pair[], mode: number): Promise<void> =>
  replaceFile(path, `${JSON.stringify({ keys }, null, 2)}\n`, mode);

const keysIn = async (path: string): Promise<readonly Pair[]> => {
  const text = await readIfPresent(path);
  if (text === null) return [];
  readSecretKeys(text);
  return (JSON.parse(text) as { readonly keys: readonly Pair[] }).keys;
};

const main = async (): Promise<void> => {
  const [command = "--help", folder] = process.argv.slice(2);
  const change = Object.hasOwn(CHANGES, command) ? CHANGES[command] : undefined;
  if (change === undefined || folder === undefined) {
    console.log(USAGE);
    process.exitCode = command === "--help" ? 0 : 1;
    return;
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const secret = join(folder, SECRET_KEYS_FILE);
  const before = await keysIn(secret);
  if (before.length === 0 && command !== "add") throw new Error(`There is no key in ${folder}: begin with add.`);
  const keys = change(before);
  const text = JSON.stringify({ keys });
  const ids = readSecretKeys(text).map(({ id }) => id);
  await put(secret, keys, 0o600);
  await put(join(folder, OPEN_KEYS_FILE), keys.map(({ kty, crv, x }) => ({ kty, crv, x })) as readonly Pair[], 0o644);
  console.log(ids.map((id, at) => `${id} ${at === 0 ? "is used" : "is accepted"}`).join("\n"));
};

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
