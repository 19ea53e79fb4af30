import { Agent, request } from "undici";
import type { Certificates } from "../../../host/certificates.ts";

/** One process of a deployment, as it was asked. */
export interface Asked {
  readonly url: string;
  /** Why it does not answer; undefined when it does. */
  readonly silent?: string;
  /** What /readyz says, as JSON, and the status of that answer. */
  readonly ready?: Readonly<Record<string, unknown>>;
  readonly readyStatus?: number;
  /** Its samples, by name and labels as they stand in the text. */
  readonly samples?: readonly Sample[];
  /** Its clock less this machine's, in seconds; the header that tells it is exact to a second. */
  readonly clock?: number;
}

/** One line of Prometheus' text. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Reads Prometheus' text; lines of another form are left out. */
export function samplesIn(text: string): readonly Sample[] {
  return [...text.matchAll(/^(\w+)(?:\{([^\n]*)\})? (\S+)$/gm)].map(([, name = "", labels = "", value]) => ({
    name,
    labels: Object.fromEntries(
      [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key = "", value = ""]) => [key, value]),
    ),
    value: Number(value),
  }));
}

/** How processes are asked. */
export interface Asking {
  /** Certificates to show, and the authorities of theirs. */
  readonly tls: Certificates | undefined;
  /** Milliseconds for one answer. */
  readonly timeout: number;
}

/** A way to ask, to be closed afterwards. */
export interface Asker {
  readonly process: (url: string) => Promise<Asked>;
  /** The text at a URL. Rejects when it does not answer; null for any status but 200. */
  readonly text: (url: string) => Promise<string | null>;
  readonly close: () => Promise<void>;
}

const reasonOf = (error: unknown): string => {
  if (typeof error !== "object" || error === null) return "unknown";
  if ("code" in error && typeof error.code === "string") return error.code;
  return "message" in error && typeof error.message === "string" ? error.message : "unknown";
};

const objectIn = (text: string): Readonly<Record<string, unknown>> => {
  try {
    const read = JSON.parse(text) as unknown;
    return typeof read === "object" && read !== null ? { ...read } : {};
  } catch {
    return {};
  }
};

/** Opens a way to ask processes of a hub; over TLS it believes no other certificates than a gateway would. */
export function openAsker({ tls, timeout }: Asking): Asker {
  const { cert, key, ca } = tls ?? {};
  const dispatcher = new Agent({
    connect: {
      timeout,
      ...(cert === undefined || key === undefined ? {} : { cert, key }),
      ...(ca === undefined ? {} : { ca }),
    },
  });
  const get = async (url: string) => {
    const sent = Date.now();
    const { statusCode, headers, body } = await request(url, { dispatcher, signal: AbortSignal.timeout(timeout) });
    const [text, arrived] = [await body.text(), Date.now()];
    const told = typeof headers["date"] === "string" ? Date.parse(headers["date"]) : Number.NaN;
    // The header's second began up to a second before it was sent.
    const clock = Number.isNaN(told) ? undefined : (told + 500 - (sent + arrived) / 2) / 1_000;
    return { statusCode, text, clock };
  };
  return {
    process: async (url) => {
      try {
        const ready = await get(new URL("/readyz", url).href);
        const metrics = await get(new URL("/metrics", url).href);
        return {
          url,
          ready: objectIn(ready.text),
          readyStatus: ready.statusCode,
          samples: samplesIn(metrics.text),
          ...(ready.clock === undefined ? {} : { clock: Number(ready.clock.toFixed(1)) }),
        };
      } catch (error) {
        return { url, silent: reasonOf(error) };
      }
    },
    text: async (url) => {
      const { statusCode, text } = await get(url);
      return statusCode === 200 ? text : null;
    },
    close: () => dispatcher.close(),
  };
}
