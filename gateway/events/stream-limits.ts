/** Bounds on one stream, in milliseconds unless told otherwise. */
export interface StreamPatience {
  /** For the client to take what was sent; a slower one is cut, and comes back for the rest. */
  readonly slow: number;
  /** Between attempts at an event that cannot be answered at present, doubled each time. */
  readonly retry: number;
  /** Attempts at one event before the stream is cut. */
  readonly attempts: number;
}

/** Bounds on the streams of one gateway. */
export interface StreamLimits extends StreamPatience {
  /** Streams that are open at a time. */
  readonly all: number;
  /** Of them, those of one app. */
  readonly perApp: number;
  /** Milliseconds between two signs of life on a stream, at each of which its right to stay is looked at. */
  readonly beat: number;
}

/** Defaults. What 2,000 streams cost a gateway is in bench/RESULTS.md (`npm run bench -- events`). */
export const defaultStreamLimits: StreamLimits = Object.freeze({
  all: 5_000,
  perApp: 500,
  beat: 15_000,
  slow: 30_000,
  retry: 500,
  attempts: 5,
});
