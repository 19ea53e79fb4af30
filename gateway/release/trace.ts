import { randomText } from "./random-text.ts";

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

/** Continues the caller's trace when its `traceparent` is valid, else starts a new one: never fails. */
export function startTrace(header: string | null | undefined): Trace {
  const incoming = header == null ? null : TRACEPARENT.exec(header.trim());
  const traceId = incoming?.[1] ?? randomText(16, "hex");
  const spanId = randomText(8, "hex");
  const sampled = incoming?.[3] === undefined || (Number.parseInt(incoming[3], 16) & 1) === 1;
  return {
    traceId,
    spanId,
    parentSpanId: incoming?.[2],
    sampled,
    traceparent: `00-${traceId}-${spanId}-${sampled ? "01" : "00"}`,
  };
}
