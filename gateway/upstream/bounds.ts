/** Bounds on the gateway's waiting for departments. */
export interface UpstreamBounds {
  /** Milliseconds from sending a fetch to its last byte. */
  readonly timeout: number;
  /** The same for single subgraphs, by name. */
  readonly timeouts: ReadonlyMap<string, number>;
  /** Milliseconds that all fetches of one request have together: a fetch gets what is left, at most its own timeout. */
  readonly requestTimeout: number;
  /** Bytes of one subgraph's answer. */
  readonly answerBytes: number;
  /** Open connections per subgraph. */
  readonly connections: number;
}

/** Defaults for what lies behind the gateway. */
export const defaultBounds: UpstreamBounds = Object.freeze({
  timeout: 5_000,
  timeouts: new Map<string, number>(),
  requestTimeout: 20_000,
  answerBytes: 32_000_000,
  connections: 64,
});
