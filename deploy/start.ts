import { createServer } from "node:net";
import { SingleBar } from "cli-progress";
import { endOver, readFlags, CommandMistake } from "../host/command-line.ts";
import { StartError, dataFolder } from "./data-folder.ts";
import { startHub } from "./hub.ts";
import { screen } from "./screen.ts";

/** The port, or a free one for 0; fails before any work is done when it is taken. @throws StartError */
const freePort = (port: number, host: string): Promise<number> =>
  new Promise((done, fail) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => {
      const reason = error.code === "EADDRINUSE" ? "is in use" : "cannot be listened on";
      fail(new StartError(`Port ${port} ${reason}. Choose another: PORT=4100`));
    });
    probe.listen(port, host, () => {
      const address = probe.address();
      probe.close(() => {
        done(typeof address === "object" && address ? address.port : port);
      });
    });
  });

const USAGE = `Usage: shali-hub start [--people N] [--help]

Starts the whole hub on this machine: PostgreSQL, five departments, the gateway and the playground.
  --people N   size of the demo city, when it is first built (default 20000)

  PORT      port of the gateway (default 4000)
  HOST      address of the gateway, loopback only (default 127.0.0.1)
  HUB_DATA  folder for everything that is kept (default .hub/)

Ctrl-C stops everything; the next start uses the same city.`;

const portOf = (text: string): number => {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new StartError(`PORT must be 0 to 65535, got ${text}`);
};

const start = async (people: number): Promise<void> => {
  const host = process.env["HOST"] ?? "127.0.0.1";
  const wanted = portOf(process.env["PORT"] ?? "4000");
  const folder = await dataFolder(process.env["HUB_DATA"] ?? ".hub");
  const port = await freePort(wanted, host);
  const bar = new SingleBar({ format: "构建示范城市 Building the demo city [{bar}] {percentage}%", noTTYOutput: true });
  let shown = false;
  const onSeeding = (done: number, total: number): void => {
    if (shown) bar.update(done);
    else bar.start(total, done);
    shown = true;
  };
  const hub = await startHub({ folder, port, host, people, onSeeding }).finally(() => {
    if (shown) bar.stop();
  });
  console.log(screen({ ...hub, data: process.env["HUB_DATA"] }));
  const stop = (code: number): void => {
    console.log("\n正在停止 Stopping…");
    void hub.stop().then(() => process.exit(code));
  };
  process
    .once("SIGINT", () => {
      stop(0);
    })
    .once("SIGTERM", () => {
      stop(0);
    });
  void hub.databaseGone.then(({ message }) => {
    console.error(
      `\nPostgreSQL 已终止，不再重启 PostgreSQL ended for good: ${message}. ${folder}/gateway.log tells when.`,
    );
    stop(1);
  });
};

const main = async (): Promise<void> => {
  const { values } = readFlags({
    options: { people: { type: "string", default: "20000" }, help: { type: "boolean", default: false } },
  });
  if (values.help) console.log(USAGE);
  else await start(Number(values.people));
};

await main().catch((error: unknown) => {
  if (error instanceof StartError || error instanceof CommandMistake) endOver(error);
  throw error;
});
