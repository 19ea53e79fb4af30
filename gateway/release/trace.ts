import { randomText } from "./random-text.ts";

/** A span of somebody else. */
interface LinkedSpan {
  readonly traceId: string;
  readonly spanId: string;
}

/** The trace of one request (W3C Trace Context): a new one, whatever the caller sends, since its id is kept with the record. */
export interface Trace {
  /** 32 hexadecimal digits, never all zero. */
  readonly traceId: string;
  /** 16 hexadecimal digits: the gateway's own span of this request. */
  readonly spanId: string;
  /** The caller's own span, when the caller sent one: spans link to it, records do not know it. */
  readonly linked: LinkedSpan | undefined;
  readonly sampled: boolean;
  /** The header to send on, with the gateway's span as the parent. */
  readonly traceparent: string;
}

// https://www.w3.org/TR/trace-context/#traceparent-header-field-values; version ff is forbidden.
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/;

/** Starts a trace, linked with the caller's where its `traceparent` is valid. Never fails. */
export function startTrace(header: string | null | undefined): Trace {
  const incoming = header == null ? null : TRACEPARENT.exec(header.trim());
  const traceId = randomText(16, "hex");
  const spanId = randomText(8, "hex");
  const sampled = incoming?.[3] === undefined || (Number.parseInt(incoming[3], 16) & 1) === 1;
  return {
    traceId,
    spanId,
    linked: incoming ? { traceId: incoming[1] ?? "", spanId: incoming[2] ?? "" } : undefined,
    sampled,
    traceparent: `00-${traceId}-${spanId}-${sampled ? "01" : "00"}`,
  };
}
