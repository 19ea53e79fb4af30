import { pino } from "pino";
import type { SubgraphRequest } from "../../gateway/execute/fetch/post.ts";
import { federate, type TestGraph } from "../../gateway/execute/fixtures/federate.ts";
import { createGateway } from "../../gateway/create-gateway.ts";
import { grantsFromDatabase } from "../../gateway/grant/store/grants-from-database.ts";
import { createGovernance } from "../../gateway/decide/create-governance.ts";
import { classified } from "../../gateway/decide/fixtures/govern.ts";
import type { GrantStore } from "../../gateway/grant/store/grant-store.ts";
import type { StatedGrants } from "../../gateway/grant/store/read-hub.ts";
import type { DisclosureLedger } from "../../gateway/record/watch-ledger.ts";
import type { Caller } from "../../gateway/authenticate/caller.ts";
import type { DisclosureRecord } from "../../ledger/record.ts";
import type { PinnedOperation } from "../../schema/registered-operation.ts";
import { openNetwork, type Network } from "../network.ts";

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** 公安 as one small subgraph, slow as subgraphs are: most answers take a moment, some take long. */
export const SLOW_REGISTER = {
  "public-security": {
    typeDefs: classified(`
      type Query { person: Person @open }
      type Mutation { greet: Person @open }
      type Person {
        name: String @asked
        address: String @asked(ADDRESS)
        phone: String @asked
        divisionCode: String @open @division
      }
    `),
    resolvers: {
      Query: {
        person: async () => {
          await pause(Math.random() < 0.1 ? 400 : 5 + Math.random() * 30);
          return { name: "李示例", address: "示例路1号", phone: "0395-0000000", divisionCode: "411102001001" };
        },
      },
    },
  },
};
export const PUBLIC_SECURITY = federate(SLOW_REGISTER);

/** An answer and when it left the gateway, by `performance.now()`. */
export interface Seen {
  readonly at: number;
  readonly answer: string;
}

/** One gateway of several over one hub database, reached by a way of its own. */
export interface Replica {
  /** Asks for the coordinate that the tests' grant gives. */
  readonly ask: () => Promise<string>;
  /** The same by another caller than the usual one, as far as given. */
  readonly askAs: (caller: Partial<Caller>) => Promise<string>;
  /** The whole response to a browser's page, for fields of which one is not granted. */
  readonly answerTo: (origin: string, caller?: Partial<Caller>) => Promise<Response>;
  /** The whole response to a request that is sent as it is: the parameters of a GET, or the body of a POST. */
  readonly asked: (sent: URLSearchParams | object, caller?: Partial<Caller>) => Promise<Response>;
  /** Whether a grant demands registered operations of the usual app, by this replica's memory. */
  readonly demands: () => boolean;
  /** How many documents it has parsed. */
  readonly parsed: () => Promise<number>;
  /** The registered operations of the usual app, by this replica's memory. */
  readonly operations: () => ReadonlyMap<string, PinnedOperation>;
  /** What this replica has recorded. */
  readonly records: DisclosureRecord[];
  /** Whether such a caller could ask at all, by this replica's memory. */
  readonly fits: (caller: Partial<Caller>) => boolean;
  /** Whether a page of the usual app may read its answers, by this replica's memory. */
  readonly servesOrigin: (origin: string) => boolean;
  /** Resolves once this is so. Rejects after five seconds. */
  readonly until: (what: () => boolean) => Promise<void>;
  /** Whether the grant is in this replica's memory. */
  readonly grants: () => boolean;
  /** Records wait from now on until they are released. */
  readonly holdRecords: () => { readonly reached: Promise<void>; readonly release: () => void };
  readonly network: Network;
  readonly close: () => Promise<void>;
}

const CALLER: Caller = {
  app: "human-resources-app",
  department: "human-resources",
  officer: "owner.human-resources",
  division: null,
  roles: [],
  subject: null,
  enterprise: null,
  tokenId: "0".repeat(64),
  expiresAt: Date.parse("2100-01-01") / 1_000,
};
const PURPOSE = "PENSION_CHECK";
const ASKED = { caller: CALLER, purpose: PURPOSE, caseNumber: "C-1" };

const requestAs = (caller: Partial<Caller>, query = "{ person { name } }", origin?: string): Request =>
  requestOf({ query }, caller, origin);

const requestOf = (sent: URLSearchParams | object, caller: Partial<Caller>, origin?: string): Request => {
  const isGet = sent instanceof URLSearchParams;
  return new Request(`http://gateway.test/graphql${isGet ? `?${sent.toString()}` : ""}`, {
    method: isGet ? "GET" : "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/json",
      "x-purpose": PURPOSE,
      "x-case": ASKED.caseNumber,
      authorization: `Bearer ${JSON.stringify(caller)}`,
      ...(origin !== undefined && { origin }),
    },
    ...(isGet ? {} : { body: JSON.stringify(sent) }),
  });
};

const until = async (what: () => boolean): Promise<void> => {
  const started = performance.now();
  while (!what()) {
    if (performance.now() - started > 5_000) throw new Error("waited in vain");
    await pause(5);
  }
};

const turnstile = () => {
  let [arrive, open] = [(): void => undefined, (): void => undefined];
  const reached = new Promise<void>((resolve) => (arrive = resolve));
  const opened = new Promise<void>((resolve) => (open = resolve));
  const pass = (): Promise<void> => {
    arrive();
    return opened;
  };
  return { reached, release: open, pass };
};

/** Opens a gateway with everything on but tokens and a real ledger; `bound` in milliseconds, the store's own unless given. */
export const openReplica = async (
  databaseUrl: string,
  bound?: number,
  recorded: { readonly ledger?: DisclosureLedger; readonly statements?: StatedGrants; readonly graph?: TestGraph } = {},
): Promise<Replica> => {
  const { graph = PUBLIC_SECURITY } = recorded;
  const network = await openNetwork(databaseUrl);
  const logger = pino({ level: "silent" });
  const { open, loaded } = grantsFromDatabase(network.url, logger, {
    statements: recorded.statements,
    ...(bound === undefined ? {} : { bound, interval: 200 }),
  });
  // The workflow's clock is the test's: what it gives begins then.
  const clock = (): number => Date.parse("2026-11-03T00:00:00Z");
  let store: GrantStore | undefined;
  const governance = createGovernance({
    authenticator: (authorization) => ({
      kind: "caller",
      caller: { ...CALLER, ...(JSON.parse((authorization ?? "").replace("Bearer ", "")) as Partial<Caller>) },
    }),
    openGrants: (catalogue) => (store = open(catalogue)),
    clock,
  });
  const records: DisclosureRecord[] = [];
  let recording: () => Promise<void> = () => pause(Math.random() * 20);
  const gateway = await createGateway({
    supergraph: { sdl: graph.supergraphSdl },
    governance,
    ledger: {
      append: async (record) => {
        await recording();
        records.push(record);
        return recorded.ledger?.append(record) ?? { index: 0, id: "0" };
      },
      ...(recorded.ledger?.stateGround && { stateGround: recorded.ledger.stateGround }),
    },
    post: (fetch) => graph.post(fetch as SubgraphRequest),
    logger,
  });
  await loaded;
  return {
    network,
    ask: async () => (await gateway.fetch(requestAs({}))).text(),
    askAs: async (caller) => (await gateway.fetch(requestAs(caller))).text(),
    answerTo: (origin, caller = {}) => gateway.fetch(requestAs(caller, "{ person { name phone } }", origin)),
    asked: (sent, caller = {}) => gateway.fetch(requestOf(sent, caller)),
    demands: () => store?.current().demandsRegistered(CALLER, clock()) === true,
    parsed: async () => {
      const metrics = await (await gateway.fetch(new Request("http://gateway.test/metrics"))).text();
      return Number(/^hub_documents_parsed_total (\d+)$/m.exec(metrics)?.[1]);
    },
    operations: () => store?.current().register?.apps.get(CALLER.app)?.operations ?? new Map(),
    records,
    fits: (caller) => governance.findGrant({ ...ASKED, caller: { ...CALLER, ...caller } }, clock()).kind !== "unfit",
    servesOrigin: (origin) => store?.current().register?.apps.get(CALLER.app)?.origins.includes(origin) === true,
    until,
    grants: () => {
      const found = governance.findGrant(ASKED, clock());
      return found.kind === "grant" && found.grant.active.length > 0;
    },
    holdRecords: () => {
      const { reached, release, pass } = turnstile();
      const before = recording;
      recording = pass;
      return {
        reached,
        release: () => {
          recording = before;
          release();
        },
      };
    },
    close: async () => {
      await gateway.close();
      await governance.close();
      await network.close();
    },
  };
};
