import { setInterval } from "node:timers";
import type { Logger } from "pino";

/** One timed piece of a request, as OpenTelemetry has it. */
interface Span {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  /** Spans of other traces that this one follows from. */
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
  /** https://opentelemetry.io/docs/specs/otel/trace/api/#spankind: 2 answers a request, 3 makes one. */
  readonly kind: 2 | 3;
  /** Milliseconds since 1970, with fractions. */
  readonly start: number;
  readonly end: number;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly failed: boolean;
}

/** Takes spans and sends them on in the background. */
export interface SpanExporter {
  /** Never blocks, never throws: when the collector cannot keep up, spans are dropped. */
  readonly record: (span: Span) => void;
  /** Sends what is left. */
  readonly close: () => Promise<void>;
}

const MAX_WAITING = 4_096;
const MAX_BATCH = 512;

const nanoseconds = (milliseconds: number): string => String(BigInt(Math.round(milliseconds * 1_000)) * 1_000n);

const attribute = ([key, value]: readonly [string, string | number]) => ({
  key,
  value: typeof value === "string" ? { stringValue: value } : { intValue: String(Math.round(value)) },
});

/** OTLP/JSON (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding). */
const encode = (serviceName: string, spans: readonly Span[]): string =>
  JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: [attribute(["service.name", serviceName])] },
        scopeSpans: [
          {
            scope: { name: "shali-hub" },
            spans: spans.map(({ start, end, attributes, failed, ...span }) => ({
              ...span,
              startTimeUnixNano: nanoseconds(start),
              endTimeUnixNano: nanoseconds(end),
              attributes: Object.entries(attributes).map(attribute),
              status: { code: failed ? 2 : 0 },
            })),
          },
        ],
      },
    ],
  });

const headersOf = (text: string | undefined): Record<string, string> =>
  Object.fromEntries(
    (text ?? "")
      .split(",")
      .filter((pair) => pair.includes("="))
      .map((pair) => [pair.slice(0, pair.indexOf("=")).trim(), decodeURIComponent(pair.slice(pair.indexOf("=") + 1))]),
  );

/**
 * Exports spans over OTLP/HTTP with JSON, as the standard environment variables say
 * (OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_HEADERS, OTEL_SERVICE_NAME); every 512 spans or two seconds.
 */
export function exportSpans(
  endpoint: string,
  environment: NodeJS.ProcessEnv,
  logger: Logger,
  /** Milliseconds after which spans go out that are fewer. */
  interval = 2_000,
): SpanExporter {
  const url = `${endpoint.replace(/\/$/, "")}/v1/traces`;
  const headers = { "content-type": "application/json", ...headersOf(environment["OTEL_EXPORTER_OTLP_HEADERS"]) };
  const serviceName = environment["OTEL_SERVICE_NAME"] ?? "shali-hub-gateway";
  const waiting: Span[] = [];
  let failing = false;
  let sending = Promise.resolve();

  const send = async (): Promise<void> => {
    const batch = waiting.splice(0, MAX_BATCH);
    if (batch.length === 0) return;
    try {
      const body = encode(serviceName, batch);
      const response = await fetch(url, { method: "POST", headers, body, signal: AbortSignal.timeout(5_000) });
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`status ${response.status}`);
      failing = false;
    } catch (error) {
      if (!failing) logger.warn({ reason: (error as Error).message }, "Spans cannot be exported.");
      failing = true;
    }
  };
  const flush = (): Promise<void> => (sending = sending.then(send));
  const timer = setInterval(() => void flush(), interval).unref();
  return {
    record: (span) => {
      if (waiting.length < MAX_WAITING) waiting.push(span);
      if (waiting.length === MAX_BATCH) void flush();
    },
    close: async () => {
      clearInterval(timer);
      while (waiting.length > 0) await flush();
      await sending;
    },
  };
}
