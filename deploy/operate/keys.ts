import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { openSigningKey } from "../../gateway/authenticate/signing-key.ts";
import { nationalCryptoIn, signsOnlyIn, type NationalCrypto } from "../../schema/jwt/national-crypto.ts";
import { CommandMistake, didYouMean, readFlags } from "../../host/command-line.ts";
import { readIfPresent, replaceFile } from "../../ledger/durable-file.ts";
import { newSealKeyPair, readSecretKeys, SECRET_KEYS_FILE, OPEN_KEYS_FILE } from "../../schema/envelope/seal-keys.ts";
import type { OperatorCommand } from "./command.ts";

const usage = `Usage: shali-hub keys COMMAND FOLDER [--crypto gm]

Keys with which the hub and a department seal their fetches and answers; one folder for the hub, one for each department.
  add      makes a key: the first is used at once, a later one is accepted and not yet used
  promote  the newest key is used from now on; the others are still accepted
  retire   only the key that is used stays
The key by which an app proves who it is, on the app's own machine:
  app      makes it, unless it is there, and prints the file for registerApp(keys:) and \`shali-hub found --app-keys\`
And the key with which gateways sign the envelopes of requests, one folder for all gateways of a hub:
  envelope makes it, unless it is there, and prints the file that the departments are given (--envelope-keys)
The key with which gateways sign the hub's own tokens, one folder for all gateways of a hub:
  token    makes it, unless it is there, for --token-key, and prints the file of its public half, which nobody has to be given

FOLDER/${SECRET_KEYS_FILE} (0600) stays on its side; FOLDER/${OPEN_KEYS_FILE} is given to the other side after each command.
With --crypto gm (default: HUB_CRYPTO) keys are made of SM2, else of X25519 for seals and Ed25519 for signing.
A key changes without a pause by add, promote, retire, each once the other side has the file of the one before.`;

/** Commands that make a key for signing. */
const SIGNING = ["envelope", "app", "token"];

type Pair = Readonly<Record<string, string>>;

type Change = (keys: readonly Pair[], crypto: NationalCrypto | undefined) => readonly Pair[];

const CHANGES: Readonly<Record<string, Change>> = {
  add: (keys, crypto) => [...keys, newSealKeyPair(signsOnlyIn(crypto)).secret as Pair],
  promote: (keys) => [...keys.slice(-1), ...keys.slice(0, -1)],
  retire: (keys) => keys.slice(0, 1),
};

const put = (path: string, keys: readonly Pair[], mode: number): Promise<void> =>
  replaceFile(path, `${JSON.stringify({ keys }, null, 2)}\n`, mode);

const openHalfOf = ({ kty, crv, x, y }: Pair): Pair => ({ kty, crv, x, ...(y !== undefined && { y }) }) as Pair;

const keysIn = async (path: string): Promise<readonly Pair[]> => {
  const text = await readIfPresent(path);
  if (text === null) return [];
  readSecretKeys(text);
  return (JSON.parse(text) as { readonly keys: readonly Pair[] }).keys;
};

const change = async (folder: string, command: string, crypto: NationalCrypto | undefined): Promise<string> => {
  const changed = Object.hasOwn(CHANGES, command) ? CHANGES[command] : undefined;
  if (changed === undefined)
    throw new CommandMistake(`No command "${command}".${didYouMean(command, [...SIGNING, ...Object.keys(CHANGES)])}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const secret = join(folder, SECRET_KEYS_FILE);
  const before = await keysIn(secret);
  if (before.length === 0 && command !== "add")
    throw new CommandMistake(`There is no key in ${folder}: begin with add.`);
  const keys = changed(before, crypto);
  const ids = readSecretKeys(JSON.stringify({ keys })).map(({ id }) => id);
  await put(secret, keys, 0o600);
  await put(join(folder, OPEN_KEYS_FILE), keys.map(openHalfOf), 0o644);
  return ids.map((id, at) => `${id} ${at === 0 ? "is used" : "is accepted"}`).join("\n");
};

const refuse = (message: string): never => {
  throw new CommandMistake(message);
};

/** `shali-hub keys`. */
export const keysCommand: OperatorCommand = {
  usage,
  run: async (args) => {
    const options = { crypto: { type: "string" } } as const;
    const { values, positionals } = readFlags({ args: [...args], options, allowPositionals: true });
    const crypto = nationalCryptoIn(values.crypto ?? process.env["HUB_CRYPTO"], refuse);
    const [command, folder, ...others] = positionals;
    if (command === undefined || folder === undefined || others.length > 0)
      throw new CommandMistake("Give a command and a folder.");
    if (!SIGNING.includes(command)) return change(folder, command, crypto);
    return (await openSigningKey(folder, signsOnlyIn(crypto))).jwksPath;
  },
};
