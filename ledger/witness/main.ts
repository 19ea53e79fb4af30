import { access, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CommandMistake, endOver, readFlags } from "../../host/command-line.ts";
import { cosignerOf } from "../tree/cosignature.ts";
import { COSIGNATURE, ed25519Verifier, generateKey, parseSecret } from "../tree/key.ts";
import { keyLine } from "../key-file.ts";
import { readIfPresent } from "../durable-file.ts";
import { serveWitness } from "./serve-witness.ts";
import { witnessStore } from "./witness-store.ts";

const HELP = `见证人 Witness: cosigns a log's checkpoints, each only if it continues the one before.

  shali-hub witness --log VKEY_OR_FILE [--log …] [--directory DIR] [--name NAME] [--port PORT] [--host HOST]

  --log        verifier key of a log to follow (name+id+key), or a file that holds it; also WITNESS_LOGS, separated by commas
  --directory  where its key and its memory are kept (default .hub/witness, or WITNESS_DIRECTORY)
  --name       its name, used once when the key is made (default witness.local)
  --port       default 7380, or WITNESS_PORT; 0 for any free port
  --host       default 127.0.0.1

Run it on a machine that the hub's operators do not control. Keep the directory: a witness without memory is no witness.
`;

const readArguments = () =>
  readFlags({
    options: {
      log: { type: "string", multiple: true, default: [] },
      directory: { type: "string", default: process.env["WITNESS_DIRECTORY"] ?? ".hub/witness" },
      name: { type: "string", default: "witness.local" },
      port: { type: "string", default: process.env["WITNESS_PORT"] ?? "7380" },
      host: { type: "string", default: "127.0.0.1" },
      help: { type: "boolean", default: false },
    },
  }).values;

await main().catch(endOver);

async function main(): Promise<void> {
  const values = readArguments();
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const fromEnvironment = (process.env["WITNESS_LOGS"] ?? "").split(",").filter((log) => log.length > 0);
  const lines = await Promise.all([...values.log, ...fromEnvironment].map(keyLine));
  if (lines.length === 0) throw new CommandMistake("Name a log: --log, or WITNESS_LOGS.");
  const verifiers = lines.map(ed25519Verifier);
  const logs = new Map(verifiers.map(({ name }) => [name, verifiers.filter((verifier) => verifier.name === name)]));
  const secret = await ownKey(values.directory, values.name);
  const store = witnessStore(join(values.directory, "logs"));
  await Promise.all([...logs.keys()].map((origin) => store.read(origin)));
  const server = serveWitness({
    cosigner: cosignerOf(secret),
    logs,
    store,
    now: () => Math.floor(Date.now() / 1000),
  });
  server.listen(Number(values.port), values.host, () => {
    const address = server.address();
    const port = typeof address === "object" ? (address?.port ?? 0) : 0;
    process.stdout.write(
      `${JSON.stringify({ witness: parseSecret(secret).verifier, url: `http://${values.host}:${port}` })}\n`,
    );
  });
  const stop = (): void => {
    server.close();
    server.closeAllConnections();
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, stop);
  // A hub that runs its own witness takes it along.
  process.once("disconnect", stop);
  process.channel?.unref();
}

/** The witness's own secret line, made at the first start. */
async function ownKey(directory: string, name: string): Promise<string> {
  const file = join(directory, "witness.key");
  const stored = await readIfPresent(file);
  if (stored !== null) {
    await access(join(directory, "logs")).catch(() => {
      throw new Error(`The witness of ${file} has lost its memory: retire this key, and begin in a new directory`);
    });
    return stored.trim();
  }
  const { secret, verifier } = generateKey(name, COSIGNATURE);
  await mkdir(join(directory, "logs"), { recursive: true });
  await writeFile(file, `${secret}\n`, { mode: 0o600, flag: "wx" });
  await writeFile(join(directory, "witness.pub"), `${verifier}\n`);
  return secret;
}
