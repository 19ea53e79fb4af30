import type { Logger } from "pino";
import type { FollowedCertificates } from "../host/certificates.ts";
import type { CallerLimits } from "./limit/callers/caller-limits.ts";
import type { Governance } from "./decide/create-governance.ts";
import type { EventStore } from "./events/event-store.ts";
import type { StreamLimits } from "./events/stream-limits.ts";
import type { ExportLimits } from "./export/export-limits.ts";
import type { ExecutionLimits } from "./execute/limits.ts";
import type { DisclosureLedger } from "./record/watch-ledger.ts";
import type { Route } from "./front/http.ts";
import type { WhoIs } from "./token/who-is.ts";
import type { McpOptions } from "./mcp/protected-resource.ts";
import type { QualityStore } from "./quality/quality-store.ts";
import type { FetchOrigin, Upstream } from "./upstream/create-upstream.ts";
import type { UpstreamBounds } from "./upstream/bounds.ts";
import type { SealOptions } from "./upstream/seals.ts";

/** Bounds of one request; a request beyond any of them is refused before it is executed. */
export interface GatewayLimits {
  /** Bytes of a request body as received. */
  readonly bodyBytes: number;
  /** Bytes of a request body after decompression. */
  readonly decompressedBytes: number;
  /** Operations in one batch; 0 turns batching off. */
  readonly batch: number;
  /** Characters of one document. With `tokens` it bounds what the caches of parsed documents can hold. */
  readonly characters: number;
  /** Lexical tokens of one document. */
  readonly tokens: number;
  /** Levels of selection sets, fragments counted where they are used; of lists and objects in arguments, likewise. */
  readonly depth: number;
  /** Aliased fields, fragments counted once per use. */
  readonly aliases: number;
  /** Fields, fragments written out: what the planner, the policy and the writer go through. */
  readonly selections: number;
  /** Objects that a request could return at most, all operations of a batch together; see limit/cost.ts. */
  readonly cost: number;
  /** Largest `first`, `last` or `limit`. */
  readonly pageSize: number;
  /** Length that is assumed for a list without a page size. */
  readonly assumedListSize: number;
  /** Characters of what one tool of MCP tells a language model. */
  readonly toolCharacters: number;
}

/** Everything that a gateway can be told; only `supergraph` is required. */
export interface GatewayOptions {
  /** Path of a federation 2 supergraph (watched: a valid change takes effect without a restart), or its SDL. */
  readonly supergraph: string | { readonly sdl: string };
  /** URLs of subgraphs by name; they take precedence over those in the supergraph. */
  readonly upstream?: Readonly<Record<string, string>>;
  /** Headers of each fetch of a gateway without governance, such as a key. A throw fails that fetch alone. */
  readonly attach?: FetchOrigin["headersFor"];
  /** Keys under which fetches and answers are sealed. Absent for public graphs, and for departments in the same process. */
  readonly seals?: SealOptions;
  /** Certificates of the gateway: as a server of apps, and as a client of departments with the authorities of theirs. */
  readonly tls?: {
    readonly server?: FollowedCertificates | undefined;
    readonly client?: FollowedCertificates | undefined;
  };
  /** Carries fetches in the network's place, for departments in the same process. */
  readonly post?: Upstream["post"];
  /** Folder of built files that browsers get at GET /graphql. */
  readonly playground?: string;
  /**
   * The place of applications for denied fields, a URL or a path: `coordinate` and `purpose` are added to its query. The playground's
   * form unless given; without a playground no link.
   */
  readonly apply?: string;
  /** Authorization by field. Without it the gateway is an open router: for public graphs only. */
  readonly governance?: Governance;
  /** Rate, quotas and the watch for guessing, per caller; without governance there are no callers. */
  readonly callers?: CallerLimits;
  /** The ledger in which every disclosure is recorded before it is released. */
  readonly ledger?: DisclosureLedger;
  /** Language models reach the hub at POST /mcp. With governance only; without it there is no such door. */
  readonly mcp?: McpOptions;
  /** Events that departments tell of, where they are kept; without it, or without governance, nothing can be subscribed to. */
  readonly events?: EventStore;
  /** What departments tell of their data, where it is kept; without it, or without governance, nobody is asked. */
  readonly quality?: QualityStore;
  /** Bounds on event streams. */
  readonly streams?: Partial<StreamLimits>;
  /** Bounds on exports. */
  readonly exports?: Partial<ExportLimits>;
  /** The hub's own token endpoint, for each supergraph anew: its departments know the holders of logins. With governance only. */
  readonly tokenDesk?: (whoIs: WhoIs) => Route;
  /** Answers beside GraphQL's, asked before the gateway's own. */
  readonly routes?: readonly Route[];
  /** Bounds of execution: deadline, rows, length of an answer, errors. */
  readonly execution?: Partial<ExecutionLimits>;
  readonly limits?: Partial<GatewayLimits>;
  readonly bounds?: Partial<UpstreamBounds>;
  /** Milliseconds that a replaced supergraph's requests may take to finish. */
  readonly drainTimeout?: number;
  readonly logger?: Logger;
  /** Lines that the log has lost, for the metrics. */
  readonly lostLines?: () => number;
}

/** Defaults: generous to a department's app, far below what hurts. */
export const defaultLimits: GatewayLimits = Object.freeze({
  bodyBytes: 1_000_000,
  decompressedBytes: 4_000_000,
  batch: 10,
  characters: 50_000,
  tokens: 2_000,
  depth: 20,
  aliases: 100,
  selections: 2_000,
  cost: 500_000,
  pageSize: 1_000,
  assumedListSize: 10,
  toolCharacters: 200_000,
});
