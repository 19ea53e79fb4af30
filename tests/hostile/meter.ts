import { spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { createInterface } from "node:readline";

/** A request to the metered gateway: how it travels, and its body or query. */
export interface Sent {
  readonly method: "GET" | "POST";
  readonly path?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A gateway in a process of its own, whose CPU is all that the process uses. */
export interface MeteredGateway {
  /** The answer's status and text. */
  readonly send: (sent: Sent) => Promise<{ readonly status: number; readonly text: string }>;
  /** Milliseconds of CPU, by all threads of the process, that a request costs from its first byte to its answer, and the answer. */
  readonly costOf: (sent: Sent) => Promise<{ readonly spent: number; readonly status: number; readonly text: string }>;
  /**
   * Factor by which this processor is slower just now than the one that the bars are set for, 1 at least and 3 at most: others work on
   * the same cores while the tests run.
   */
  readonly slowness: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

/** Milliseconds of CPU that the yardstick takes on the processor that the bars are set for. */
const YARDSTICK = 2.4;

/** Starts the gateway of `metered-gateway.ts`. */
export async function startMeteredGateway(): Promise<MeteredGateway> {
  const script = new URL("metered-gateway.ts", import.meta.url).pathname;
  const flags = ["--min-semi-space-size=32", "--max-semi-space-size=32", "--import", "ts-blank-space/register"];
  const env = { ...process.env, NODE_OPTIONS: "" };
  const child = spawn(process.execPath, [...flags, script], { stdio: ["pipe", "pipe", "inherit"], env });
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  const agent = new Agent({ keepAlive: true });
  const send: MeteredGateway["send"] = ({ method, path = "/graphql", body, headers }) =>
    new Promise((resolve, reject) => {
      const options = {
        agent,
        port: Number(line),
        method,
        path,
        headers: { "x-purpose": "TEST", authorization: "app", ...headers },
      };
      request(options, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part: string) => (text += part));
        response.on("end", () => {
          resolve({ status: response.statusCode ?? 0, text });
        });
      })
        .once("error", reject)
        .end(body);
    });
  const used = async (): Promise<number> => {
    const { user, system } = JSON.parse((await send({ method: "GET", path: "/cpu" })).text) as NodeJS.CpuUsage;
    return (user + system) / 1_000;
  };
  return {
    send,
    costOf: async (sent) => {
      const before = await used();
      const answer = await send(sent);
      return { ...answer, spent: (await used()) - before };
    },
    slowness: async () => {
      const spent: number[] = [];
      for (let nth = 0; nth < 5; nth += 1) {
        spent.push(Number((await send({ method: "GET", path: "/yardstick" })).text) / 1_000);
      }
      return Math.min(3, Math.max(1, Math.min(...spent) / YARDSTICK));
    },
    stop: async () => {
      agent.destroy();
      child.stdin.end();
      if (child.exitCode === null) await once(child, "exit");
    },
  };
}
