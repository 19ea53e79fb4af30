import type { DocumentNode, GraphQLSchema } from "graphql";
import type { Logger } from "pino";
import { buildCatalogue } from "../../schema/catalog/build-catalogue.ts";
import type { Catalogue } from "../../schema/catalog/catalog-item.ts";
import { readCatalogueSource } from "../../schema/catalog/catalogue-source.ts";
import { refuseProblems } from "../../schema/catalog/check-catalogue.ts";
import { EMPTY_OVERLAY, type Overlay } from "../../schema/catalog/overlay.ts";
import type { JwtSigner } from "../../schema/jwt/sign-jwt.ts";
import type { PinnedOperation } from "../../schema/registered-operation.ts";
import type { Caller } from "../authenticate/caller.ts";
import type { Authenticator } from "../authenticate/authenticator.ts";
import { hubError } from "../errors.ts";
import { createFindGrant, type FindGrant } from "../grant/find-grant.ts";
import type { GrantBook } from "../grant/grant-book.ts";
import type { Register } from "../grant/register.ts";
import { GrantsUnavailable, type GrantStore } from "../grant/store/grant-store.ts";
import { type AskedAboutIn, createAskedAbout } from "../record/asked-about.ts";
import type { Supergraph } from "../supergraph/read-supergraph.ts";
import { attachOwn, type AttachEnvelope, attachProbe, createAttachEnvelope } from "../envelope/attach-envelope.ts";
import { compileFetchCoordinates, type FetchedField } from "../envelope/fetch-coordinates.ts";
import { createPolicy, type Policy } from "./create-policy.ts";
import { createHoldsStill, type HoldsStill } from "./holds-still.ts";

/** The parts of a gateway's governance. */
export interface GovernanceOptions {
  readonly authenticator: Authenticator;
  readonly overlay?: Overlay;
  /** Opens the source of grants, once, when the first catalogue is known; `catalogue` is always the one in force. */
  readonly openGrants: (catalogue: () => Catalogue) => GrantStore;
  /** Signs envelopes. Absent: subgraphs that demand none, such as those of others behind an overlay. */
  readonly signer?: JwtSigner;
  readonly clock?: () => number;
}

/** Governance of one loaded supergraph: what the steps read. */
export interface LoadedGovernance {
  readonly authenticator: Authenticator;
  /** From memory. */
  readonly findGrant: FindGrant;
  /** True for the code of a purpose that any grant in force or not is for; false for every other text, and while no grants are known. */
  readonly knowsPurpose: (code: string) => boolean;
  /**
   * True when a web page of this origin may read what the app is answered; of a caller who is not known, when any app's page may.
   * False where there is no register, and while none is known.
   */
  readonly servesOrigin: (origin: string, app: string | undefined) => boolean;
  /**
   * The registered operations of an app, by their ids: none for an app that the register does not have. @throws HUB_NOT_READY while no register
   * is known
   */
  readonly operationsOf: (app: string) => ReadonlyMap<string, PinnedOperation>;
  /** True while a grant demands of the caller to ask by registered operations alone. @throws HUB_NOT_READY while no grants are known */
  readonly demandsRegistered: (caller: Pick<Caller, "app" | "department">) => boolean;
  readonly policy: Policy;
  /** Whom an operation asks about, for its record. */
  readonly askedAbout: AskedAboutIn;
  /** The coordinates that a fetch's document asks for. */
  readonly fieldsOf: (fetch: DocumentNode) => readonly FetchedField[];
  /** Headers of each fetch. undefined without a signer. */
  readonly attach: AttachEnvelope | undefined;
  /** For whatever holds an answer back: MUST be asked again just before it leaves. */
  readonly holdsStill: HoldsStill;
  readonly clock: () => number;
  /** The place of applications for denied fields; undefined where the gateway knows none. */
  readonly applyAt: string | undefined;
}

/** One supergraph that governance is loaded for. */
interface GovernedSupergraph {
  readonly supergraph: Supergraph;
  /** The schema that callers see. */
  readonly schema: GraphQLSchema;
  /** The place of applications for denied fields; undefined where the gateway knows none. */
  readonly applyAt: string | undefined;
  readonly logger: Logger;
}

/** The gateway's half of authorization, ready to be put into a gateway. It outlives reloads of the supergraph. */
export interface Governance {
  /** For others that need to know a caller. */
  readonly authenticator: Authenticator;
  /** Throws `CatalogueError` when the supergraph's classification may not be used, so that a bad one is never served. */
  readonly load: (governed: GovernedSupergraph) => LoadedGovernance;
  /** Headers of the gateway's own question to a department. Absent without a signer. */
  readonly attachProbe?: ReturnType<typeof attachProbe>;
  /** Headers of the gateway's question at a door of a department. Absent without a signer. */
  readonly attachOwn?: ReturnType<typeof attachOwn>;
  /** True when a web page of this origin may read what the app is answered. */
  readonly servesOrigin: LoadedGovernance["servesOrigin"];
  readonly demandsRegistered: LoadedGovernance["demandsRegistered"];
  /** For others that need a grant. */
  readonly findGrant: FindGrant;
  /** The register of parties in force. @throws GrantsUnavailable where there is none, and while none is known */
  readonly register: () => Register;
  /** State of the grants: "down" before their first reading, and once their source has been silent for its bound. */
  readonly grants: () => "up" | "down";
  /** Milliseconds since their source last said that they are the ones in force; undefined before that, and where files are followed. */
  readonly grantsAge: () => number | undefined;
  /** The catalogue in force. Throws before the first supergraph is loaded. */
  readonly catalogue: () => Catalogue;
  readonly close: () => Promise<void>;
}

const NO_OPERATIONS: ReadonlyMap<string, PinnedOperation> = new Map();

const isKnown = (store: GrantStore): boolean => {
  try {
    store.current();
    return true;
  } catch (error) {
    if (error instanceof GrantsUnavailable) return false;
    throw error;
  }
};

const registerIn = ({ register }: GrantBook): Register => {
  if (register === undefined) throw new GrantsUnavailable();
  return register;
};

const catalogueOf = (supergraph: Supergraph, overlay: Overlay, logger: Logger): Catalogue => {
  const catalogue = buildCatalogue(supergraph.sdl, overlay);
  refuseProblems(catalogue.problems);
  for (const { kind, message } of catalogue.problems) if (kind !== "UNCLASSIFIED") logger.warn({ kind }, message);
  const unclassified = catalogue.problems.filter(({ kind }) => kind === "UNCLASSIFIED").length;
  if (unclassified > 0) logger.warn({ unclassified }, "Unclassified fields are shared with nobody.");
  return catalogue;
};

/** Envelopes of the gateway's own questions to departments. */
const ownEnvelopes = (made: Parameters<typeof attachProbe>[0]) => ({
  attachProbe: attachProbe(made),
  attachOwn: attachOwn(made),
});

type LookUp = "knowsPurpose" | "servesOrigin" | "operationsOf" | "demandsRegistered";

/** What is looked up in the book in force. */
const lookUps = (book: () => GrantBook, clock: () => number): Pick<LoadedGovernance, LookUp> => {
  const inBook = (holds: (known: GrantBook) => boolean): boolean => {
    try {
      return holds(book());
    } catch (error) {
      if (error instanceof GrantsUnavailable) return false;
      throw error;
    }
  };
  const knowsPurpose: LoadedGovernance["knowsPurpose"] = (code) => inBook(({ purposes }) => purposes.has(code));
  const servesOrigin: LoadedGovernance["servesOrigin"] = (origin, app) =>
    inBook(({ register }) => {
      if (app === undefined) return register?.origins.has(origin) === true;
      return register?.apps.get(app)?.origins.includes(origin) === true;
    });
  const known = (): GrantBook => {
    try {
      return book();
    } catch (error) {
      if (error instanceof GrantsUnavailable) throw hubError("HUB_NOT_READY", {});
      throw error;
    }
  };
  const operationsOf: LoadedGovernance["operationsOf"] = (app) =>
    known().register?.apps.get(app)?.operations ?? NO_OPERATIONS;
  const demandsRegistered: LoadedGovernance["demandsRegistered"] = (caller) =>
    known().demandsRegistered(caller, clock());
  return { knowsPurpose, servesOrigin, operationsOf, demandsRegistered };
};

/** Puts the parts of the gateway's governance together. */
export function createGovernance(options: GovernanceOptions): Governance {
  const { authenticator, signer, overlay = EMPTY_OVERLAY, clock = Date.now } = options;
  let current: Catalogue | undefined;
  let store: GrantStore | undefined;
  const catalogue = (): Catalogue => {
    if (!current) throw new GrantsUnavailable();
    return current;
  };
  const book = (): GrantBook => {
    if (!store) throw new GrantsUnavailable();
    return store.current();
  };
  const findGrant = createFindGrant(book);
  const found = lookUps(book, clock);
  const holdsStill = createHoldsStill(findGrant, clock);
  const attach = signer && createAttachEnvelope({ signer, holdsStill, clock });
  return {
    load: ({ supergraph, schema, applyAt, logger }) => {
      const built = catalogueOf(supergraph, overlay, logger);
      current = built;
      // Grants are read against the catalogue that they are used with.
      if (store) store.reload();
      else store = options.openGrants(catalogue);
      const { document, index } = readCatalogueSource(supergraph.sdl, overlay);
      const policy = createPolicy(schema, built, { own: supergraph.own, applyAt });
      const fieldsOf = compileFetchCoordinates(document, index);
      const askedAbout = createAskedAbout(schema, built);
      return { authenticator, findGrant, ...found, policy, askedAbout, fieldsOf, attach, holdsStill, clock, applyAt };
    },
    authenticator,
    ...(signer && ownEnvelopes({ signer, clock })),
    servesOrigin: found.servesOrigin,
    demandsRegistered: found.demandsRegistered,
    findGrant,
    register: () => registerIn(book()),
    grants: () => (store !== undefined && isKnown(store) ? "up" : "down"),
    grantsAge: () => {
      const age = store?.age?.();
      return age === undefined || !Number.isFinite(age) ? undefined : age;
    },
    catalogue,
    close: async () => {
      await store?.close();
    },
  };
}
