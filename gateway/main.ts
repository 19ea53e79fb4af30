import { parseArgs } from "node:util";
import { pino } from "pino";
import type { GatewayOptions } from "./config.ts";

const usage = `Serves a federation 2 supergraph.

  npm run gateway -- --supergraph FILE [--port 4000] [--host 127.0.0.1] [--playground FOLDER]

  --supergraph FILE    the supergraph's SDL; reloaded when the file changes
  --port N             port to listen on (default: PORT, else 4000; 0 takes a free one)
  --host HOST          address to listen on (default 127.0.0.1)
  --upstream NAME=URL  where a subgraph is, instead of what the supergraph says; repeatable
  --playground FOLDER  built files that browsers get at /graphql
  --help               this text

OTEL_EXPORTER_OTLP_ENDPOINT turns on OpenTelemetry traces; LOG_LEVEL sets the log's level.`;

const readArguments = () =>
  parseArgs({
    options: {
      supergraph: { type: "string" },
      port: { type: "string", default: process.env["PORT"] ?? "4000" },
      host: { type: "string", default: "127.0.0.1" },
      upstream: { type: "string", multiple: true, default: [] },
      playground: { type: "string" },
      help: { type: "boolean", default: false },
    },
  }).values;

const fail = (message: string): never => {
  process.stderr.write(`${message}\n`);
  process.exit(1);
};

const argumentsOrFail = () => {
  try {
    return readArguments();
  } catch (error) {
    return fail(`${(error as Error).message.replace(/\. .*/s, "")}. See --help.`);
  }
};

const portOf = (text: string): number => {
  const port = Number(text);
  return Number.isInteger(port) && port >= 0 && port < 65536 ? port : fail(`--port must be 0 to 65535, got ${text}.`);
};

const upstreamOf = (pairs: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    pairs.map((pair) => {
      const [name = "", ...url] = pair.split("=");
      return URL.canParse(url.join("=")) ? [name, url.join("=")] : fail(`--upstream must be NAME=URL, got ${pair}.`);
    }),
  );

const explain = (error: NodeJS.ErrnoException, port: number): string => {
  if (error.code === "EADDRINUSE") return `Port ${port} is in use. Choose another with --port.`;
  if (error.code === "ENOENT") return `No such file: ${error.path ?? "?"}`;
  return error.message;
};

const main = async (): Promise<void> => {
  const values = argumentsOrFail();
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const port = portOf(values.port);
  const upstream = upstreamOf(values.upstream);
  const supergraph = values.supergraph ?? fail(usage);
  // Only now: mistakes above are told without loading the whole gateway.
  const { createGateway } = await import("./create-gateway.ts");
  const logger = pino({ level: process.env["LOG_LEVEL"] ?? "info" });
  const options: GatewayOptions = {
    supergraph,
    upstream,
    logger,
    ...(values.playground === undefined ? {} : { playground: values.playground }),
  };
  try {
    const gateway = await createGateway(options);
    const { url } = await gateway.listen({ port, host: values.host });
    logger.info({ url }, "The gateway is ready.");
    const stop = (): void => void gateway.close().then(() => process.exit(0));
    process.once("SIGINT", stop).once("SIGTERM", stop);
  } catch (error) {
    fail(explain(error as NodeJS.ErrnoException, port));
  }
};

await main();
