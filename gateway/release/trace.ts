import { randomFillSync } from "node:crypto";
import { contextOf } from "../context.ts";
import type { HubPlugin } from "../step.ts";

/** One request's place in a distributed trace (W3C Trace Context). */
export interface Trace {
  /** 32 hexadecimal digits, never all zero. */
  readonly traceId: string;
  /** 16 hexadecimal digits: the gateway's own span of this request. */
  readonly spanId: string;
  /** The caller's span, when the caller sent one. */
  readonly parentSpanId: string | undefined;
  readonly sampled: boolean;
  /** The header to send on, with the gateway's span as the parent. */
  readonly traceparent: string;
}

// https://www.w3.org/TR/trace-context/#traceparent-header-field-values; version ff is forbidden.
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/;

const pool = Buffer.alloc(8_192);
let used = pool.length;

/** Hexadecimal digits for an id. Drawn from a pool: asking the system for 24 bytes per request costs more than the ids. */
export const randomId = (bytes: 8 | 16): string => {
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytes;
  return pool.toString("hex", used - bytes, used);
};

/** Continues the caller's trace when its `traceparent` is valid, else starts a new one: never fails. */
export const startTrace = (header: string | null | undefined): Trace => {
  const incoming = header == null ? null : TRACEPARENT.exec(header.trim());
  const traceId = incoming?.[1] ?? randomId(16);
  const spanId = randomId(8);
  const sampled = incoming?.[3] === undefined || (Number.parseInt(incoming[3], 16) & 1) === 1;
  return {
    traceId,
    spanId,
    parentSpanId: incoming?.[2],
    sampled,
    traceparent: `00-${traceId}-${spanId}-${sampled ? "01" : "00"}`,
  };
};

/** Opens every request's trace before any step sees it. MUST be the first plugin. */
export const openTrace: HubPlugin = {
  onRequest: ({ request, serverContext }) => {
    const context = contextOf(serverContext);
    context.trace = startTrace(request.headers.get("traceparent"));
    context.started = performance.now();
    context.outcomes = [];
  },
};
