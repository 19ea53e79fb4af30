import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { installed, programOf } from "../../host/installed.ts";
import { hasCode } from "../postgres/system-error.ts";
import { startEmbeddedPostgres } from "../postgres/embedded-postgres.ts";

/**
 * `npm run check:guide`: does what docs/operate says, word by word, on a PostgreSQL that knows nothing of the hub, and prints how long it
 * took from there to the first governed answer. Takes a minute or two, and the ports that the guide names: no run of tests does it.
 */

const GUIDES = ["docs/operate/README.md", "docs/operate/README.zh-CN.md"] as const;

/** Milliseconds from an empty PostgreSQL to the end; an operator is promised ten minutes. */
const LONGEST = 600_000;

const blocksOf = (path: string): readonly string[] =>
  [...readFileSync(path, "utf8").matchAll(/^```bash\n([\s\S]*?)^```$/gm)].map(([, block = ""]) => block);

/** The city's identity provider: its public keys, and one token. */
const provideIdentity = async (keys: string): Promise<void> => {
  const { publicKey, privateKey } = await generateKeyPair("EdDSA", { extractable: true });
  const claims = { app: "hub-console", department: "data-administration", officer: "a.wu" };
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: "EdDSA", kid: "city" })
    .setAudience("shali-hub")
    .setIssuedAt()
    .setExpirationTime("15m")
    .sign(privateKey);
  const jwk = { ...(await exportJWK(publicKey)), kid: "city", alg: "EdDSA" };
  await mkdir(keys, { recursive: true, mode: 0o700 });
  await writeFile(join(keys, "issuer.jwks.json"), JSON.stringify({ keys: [jwk] }));
  await writeFile(join(keys, "a.wu.token"), token, { mode: 0o600 });
};

/** A command of the name that the guide uses, for this checkout. */
const provideCommand = async (bin: string): Promise<void> => {
  const { path, execArgv } = programOf("deploy/operate/shali-hub");
  const words = [process.execPath, ...execArgv, path].map((word) => `'${word}'`).join(" ");
  await mkdir(bin, { recursive: true });
  await writeFile(join(bin, "shali-hub"), `#!/bin/sh\nexec ${words} "$@"\n`, { mode: 0o755 });
};

const timed = (block: string, at: number): string => `${block}\necho "== step ${at + 1} after $SECONDS s"`;

const follow = async (folder: string): Promise<string> => {
  const [guide, chinese] = GUIDES.map(blocksOf);
  if (guide === undefined || guide.length === 0) throw new Error("The guide has no commands.");
  if (JSON.stringify(guide) !== JSON.stringify(chinese)) throw new Error("The guides have different commands.");
  const database = await startEmbeddedPostgres(join(folder, "postgres"));
  const url = new URL(await database.urlOf("postgres"));
  const keys = join(folder, "keys");
  await Promise.all([provideIdentity(keys), provideCommand(join(folder, "bin"))]);
  const shell = spawn("bash", ["-euo", "pipefail", "-c", guide.map(timed).join("\n")], {
    cwd: folder,
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      PATH: `${join(folder, "bin")}:${process.env["PATH"] ?? ""}`,
      HOME: folder,
      NODE_ENV: "production",
      PGPASSWORD: decodeURIComponent(url.password),
      CITY: `postgresql://${url.username}@${url.host}`,
      HUB: installed(""),
      KEYS: keys,
    },
  });
  let said = "";
  shell.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString();
    process.stdout.write(chunk);
  });
  const endAll = (): void => {
    try {
      if (shell.pid !== undefined) process.kill(-shell.pid, "SIGTERM");
    } catch (error) {
      if (!hasCode(error, "ESRCH")) throw error;
    }
  };
  // The guide waits for processes; one that did not start is waited for in vain.
  const late = setTimeout(endAll, LONGEST);
  const [code] = (await once(shell, "exit")) as [number | null];
  clearTimeout(late);
  // Its services are of its process group, and end with it.
  endAll();
  if (code !== 0) {
    const log = await readFile(join(keys, "gateway.log"), "utf8").catch(() => "");
    throw new Error(`The guide ended with ${code ?? "a signal"}. ${log.slice(-2_000)}`);
  }
  const answer = await readFile(join(keys, "answer.json"), "utf8");
  if (!answer.startsWith('{"data":{"registerDepartment":{"id":"housing"')) throw new Error(`Not an answer: ${answer}`);
  if (!said.includes("All is well.") || !/^PASS/m.test(said)) throw new Error("The hub is not well at the end.");
  await database.stop();
  const [, seconds = "?"] = /== step 9 after (\d+) s/.exec(said) ?? [];
  return seconds;
};

const folder = await mkdtemp(join(tmpdir(), "guide-"));
try {
  const seconds = await follow(folder);
  console.log(`From an empty PostgreSQL to the first governed answer: ${seconds} s.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exit();
