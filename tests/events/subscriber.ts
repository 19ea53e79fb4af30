import { createClient, type ExecutionResult } from "graphql-sse";

interface Extensions {
  readonly event?: { readonly id: string; readonly type: string; readonly at: string };
  readonly sharing?: { readonly receipt?: { readonly index: number }; readonly denials?: readonly object[] };
}

/** An event's answer as a client of graphql-sse has it. */
export type Told = ExecutionResult<Record<string, unknown>, Extensions>;

/** Somebody who subscribes over HTTP with the client that apps use. */
export interface Subscriber {
  readonly told: readonly Told[];
  /** What the stream ended with: "complete", or the error that the client gave up with. */
  readonly ended: () => unknown;
  /** Times that the client has connected. */
  readonly connections: () => number;
  /** Resolves once so many results have come, since the beginning. Rejects when they do not. */
  readonly until: (count: number) => Promise<readonly Told[]>;
  /** Resolves once the stream is open so many times. */
  readonly open: (times?: number) => Promise<void>;
  readonly leave: () => void;
}

/** How somebody subscribes. */
export interface SubscribeOptions {
  readonly url: () => string;
  /** Asked for at each connection. */
  readonly headers: () => Promise<Record<string, string>>;
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  /** Goes on, as an app does, after the last event that it was told of. */
  readonly resumes?: boolean;
  /** Begins after this event. */
  readonly after?: string;
}

const waitFor = async (what: string, isTrue: () => boolean): Promise<void> => {
  const started = performance.now();
  while (!isTrue()) {
    if (performance.now() - started > 20_000) throw new Error(`Waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

/** Subscribes. */
export const subscribe = ({ url, headers, query, variables, resumes, after }: SubscribeOptions): Subscriber => {
  const told: Told[] = [];
  let ended: unknown;
  let connections = 0;
  const lastEvent = (): Record<string, string> => {
    const last = told.findLast(({ extensions }) => extensions?.event !== undefined)?.extensions?.event?.id ?? after;
    return last === undefined || (resumes !== true && after === undefined) ? {} : { "last-event-id": last };
  };
  const client = createClient({
    url,
    headers: async () => ({ ...(await headers()), ...lastEvent() }),
    retryAttempts: 100,
    retry: () => new Promise((resolve) => setTimeout(resolve, 30)),
    on: { connected: () => (connections += 1) },
  });
  const leave = client.subscribe<Record<string, unknown>, Extensions>(
    { query, ...(variables && { variables }) },
    {
      next: (result) => void told.push(result),
      error: (error) => (ended = error),
      complete: () => (ended ??= "complete"),
    },
  );
  return {
    told,
    ended: () => ended,
    connections: () => connections,
    until: async (count) => {
      await waitFor(`result ${count}, got ${JSON.stringify(told)}`, () => told.length >= count);
      return told;
    },
    open: (times = 1) => waitFor(`connection ${times}`, () => connections >= times || ended !== undefined),
    leave,
  };
};
