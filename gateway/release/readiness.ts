/** State of one subgraph: it answered lately or when it was asked, or it did not. */
type SubgraphState = "up" | "down";

/** The gateway's readiness for questions. */
export interface Readiness {
  /** Called for every fetch: an answer, whatever it says, shows that the subgraph is there. */
  readonly observe: (subgraph: string, answered: boolean) => void;
  /** The state of each subgraph; asks those that have not answered within the freshness bound. */
  readonly check: () => Promise<ReadonlyMap<string, SubgraphState>>;
}

/** Asks a silent subgraph. MUST resolve within a bound of its own. */
export type Probe = (subgraph: string) => Promise<boolean>;

/** Milliseconds for which an answer counts, and for which a probe's result is not asked for again. */
export interface ReadinessBounds {
  readonly freshFor: number;
  readonly probeEvery: number;
}

/** Bounds that suit an orchestrator asking every few seconds. */
const readinessBounds: ReadinessBounds = Object.freeze({ freshFor: 10_000, probeEvery: 1_000 });

/** Follows the subgraphs of one supergraph. Checks at the same time share one round of probes. */
export function createReadiness(
  subgraphs: Iterable<string>,
  probe: Probe,
  { freshFor, probeEvery }: ReadinessBounds = readinessBounds,
): Readiness {
  const answeredAt = new Map<string, number>();
  let round: { readonly at: number; readonly states: Promise<ReadonlyMap<string, SubgraphState>> } | undefined;

  const stateOf = async (subgraph: string): Promise<readonly [string, SubgraphState]> => {
    const fresh = performance.now() - (answeredAt.get(subgraph) ?? Number.NEGATIVE_INFINITY) <= freshFor;
    return [subgraph, fresh || (await probe(subgraph)) ? "up" : "down"];
  };
  return {
    observe: (subgraph, answered) => {
      if (answered) answeredAt.set(subgraph, performance.now());
      else answeredAt.delete(subgraph);
    },
    check: () => {
      const now = performance.now();
      if (round === undefined || now - round.at > probeEvery) {
        round = { at: now, states: Promise.all([...subgraphs].map(stateOf)).then((states) => new Map(states)) };
      }
      return round.states;
    },
  };
}
