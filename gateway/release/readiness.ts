import type { SubgraphAnswer } from "../upstream/parse-answer.ts";

/**
 * State of one subgraph. `down`: it does not answer. `clock`: its clock and the gateway's differ by more than a seal may be old. `key`:
 * one of the two has another key. `refused`: it takes no envelope of this gateway's (another key, or a clock, where nothing is sealed).
 * `certificate`: one of the two does not accept the other's certificate.
 */
export type SubgraphState = "up" | "down" | "clock" | "key" | "refused" | "certificate";

/** The gateway's readiness for questions. */
export interface Readiness<State extends string = SubgraphState> {
  /** Called for every fetch: its answer, whatever else it says, shows the subgraph's state. */
  readonly observe: (subgraph: string, state: State) => void;
  /** The state of each subgraph; asks those that have not answered within the freshness bound. */
  readonly check: () => Promise<ReadonlyMap<string, State>>;
}

/** Asks a silent subgraph. MUST resolve within a bound of its own. */
export type Probe<State extends string = SubgraphState> = (subgraph: string) => Promise<State>;

/** Told when a subgraph's state is another than it was; at first it is `up`. */
export type OnState<State extends string = SubgraphState> = (subgraph: string, state: State) => void;

/** Milliseconds for which an answer counts, and for which a probe's result is not asked for again. */
export interface ReadinessBounds {
  readonly freshFor: number;
  readonly probeEvery: number;
}

/** Bounds that suit an orchestrator asking every few seconds. */
const readinessBounds: ReadinessBounds = Object.freeze({ freshFor: 10_000, probeEvery: 1_000 });

const STATES: ReadonlyMap<unknown, SubgraphState> = new Map<string, SubgraphState>([
  ["HUB_SUBGRAPH_UNAVAILABLE", "down"],
  ["HUB_SUBGRAPH_TIMEOUT", "down"],
  ["HUB_SUBGRAPH_INVALID_ANSWER", "down"],
  ["HUB_SUBGRAPH_UNTRUSTED", "certificate"],
  ["HUB_SEAL_CLOCK", "clock"],
  ["HUB_SEAL_KEY", "key"],
  ["HUB_ANSWER_UNSEALED", "key"],
  ["HUB_ENVELOPE_REFUSED", "refused"],
]);

/** The state that an answer shows: `up` also where it has errors of its own. */
export function stateIn({ errors }: SubgraphAnswer): SubgraphState {
  for (const { extensions } of errors ?? []) {
    const state = STATES.get(extensions["code"]);
    if (state !== undefined) return state;
  }
  return "up";
}

/** Follows the subgraphs of one supergraph. Checks at the same time share one round of probes. */
export function createReadiness<State extends string>(
  subgraphs: Iterable<string>,
  probe: Probe<State | "up">,
  onState: OnState<State | "up"> = () => undefined,
  { freshFor, probeEvery }: ReadinessBounds = readinessBounds,
): Readiness<State | "up"> {
  const answeredAt = new Map<string, number>();
  const known = new Map([...subgraphs].map((subgraph) => [subgraph, "up"]));
  let round: { readonly at: number; readonly states: Promise<ReadonlyMap<string, State | "up">> } | undefined;

  const observe = (subgraph: string, state: State | "up"): void => {
    if (state === "up") answeredAt.set(subgraph, performance.now());
    else answeredAt.delete(subgraph);
    if (known.get(subgraph) === state) return;
    known.set(subgraph, state);
    onState(subgraph, state);
  };
  const stateOf = async (subgraph: string): Promise<readonly [string, State | "up"]> => {
    if (performance.now() - (answeredAt.get(subgraph) ?? Number.NEGATIVE_INFINITY) <= freshFor) return [subgraph, "up"];
    const state = await probe(subgraph);
    observe(subgraph, state);
    return [subgraph, state];
  };
  return {
    observe,
    check: () => {
      const now = performance.now();
      if (round === undefined || now - round.at > probeEvery) {
        round = { at: now, states: Promise.all([...known.keys()].map(stateOf)).then((states) => new Map(states)) };
      }
      return round.states;
    },
  };
}
