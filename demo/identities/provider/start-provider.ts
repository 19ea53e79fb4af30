import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { programOf } from "../../../host/installed.ts";
import { providerFolder } from "./settings.ts";

/** The demo's provider, in a process of its own. */
export interface ProviderProcess {
  /** Its address. It is started by whoever asks first, and again where it has ended. Rejects when it does not start. */
  readonly url: () => Promise<string>;
  readonly stop: () => Promise<void>;
}

const PATIENCE = 20_000;

const addressFile = (dataFolder: string): string => join(providerFolder(dataFolder), "address");

/** Other processes of the same data folder look there. */
const tellAddress = (dataFolder: string, url: string): void => {
  const draft = `${addressFile(dataFolder)}.draft`;
  writeFileSync(draft, url, { mode: 0o600 });
  renameSync(draft, addressFile(dataFolder));
};

const start = (dataFolder: string): { readonly child: ChildProcess; readonly url: Promise<string> } => {
  const folder = providerFolder(dataFolder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const log = openSync(join(dataFolder, "provider.log"), "a", 0o600);
  const { path, execArgv } = programOf("demo/identities/provider/provider");
  const child = fork(path, [folder], { execArgv: [...execArgv], stdio: ["ignore", log, log, "ipc"] });
  closeSync(log);
  const told = new Promise<string>((resolve, reject) => {
    child.once("message", ({ url }: { readonly url: string }) => {
      resolve(url);
    });
    const fail = (): void => {
      reject(new Error("The demo's OpenID provider does not start: provider.log says why."));
    };
    child.once("error", fail).once("exit", fail);
  });
  const url = told.then((address) => {
    tellAddress(dataFolder, address);
    return address;
  });
  return { child, url };
};

/** The demo's provider of a data folder; what it says stands in `provider.log` there. Nothing is started yet. */
export function providerProcess(dataFolder: string): ProviderProcess {
  let running: ReturnType<typeof start> | undefined;
  return {
    url: () => {
      const { exitCode = null, signalCode = null } = running?.child ?? {};
      if (running === undefined || exitCode !== null || signalCode !== null) running = start(dataFolder);
      return running.url;
    },
    stop: async () => {
      const { child } = running ?? {};
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

const addressIn = (dataFolder: string): string | undefined => {
  try {
    return readFileSync(addressFile(dataFolder), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
};

const answers = async (url: string): Promise<boolean> => {
  const asked = fetch(`${url}/.well-known/openid-configuration`, { signal: AbortSignal.timeout(2_000) });
  return asked.then(({ ok }) => ok).catch(() => false);
};

/** The address of the provider that a running hub has started, for another process of the same data folder. Waits a moment for one that starts. */
export async function findProvider(dataFolder: string): Promise<string> {
  const until = performance.now() + PATIENCE;
  do {
    const url = addressIn(dataFolder);
    if (url !== undefined && (await answers(url))) return url;
    await setTimeout(200);
  } while (performance.now() < until);
  throw new Error(`No hub that was started on ${dataFolder} has its OpenID provider running: npm start.`);
}
