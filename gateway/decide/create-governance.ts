import type { Catalogue } from "../../schema/catalog/catalog-item.ts";
import { EMPTY_OVERLAY, type Overlay } from "../../schema/catalog/overlay.ts";
import type { EnvelopeSigner } from "../../schema/envelope/sign-envelope.ts";
import { createAuthenticateStep } from "../authenticate/authenticate.ts";
import type { Authenticator } from "../authenticate/authenticator.ts";
import { callerOf } from "../authenticate/request-caller.ts";
import { createFindGrant, type FindGrant } from "../grant/grant-for-request.ts";
import { GrantsUnavailable, type GrantStore } from "../grant/grant-store.ts";
import type { Step } from "../step.ts";
import { createAttachEnvelope, type AttachEnvelope } from "../upstream/attach-envelope.ts";
import { createPolicyStep, type PolicyOptions } from "./policy-step.ts";
import { enforcementOf } from "./request-decisions.ts";
import { createStillGranted, type StillGranted } from "./still-granted.ts";

/** What a gateway's governance is made of. */
export interface GovernanceOptions {
  readonly authenticator: Authenticator;
  readonly overlay?: Overlay;
  /** Opens the source of grants, once, when the first catalogue is known; `catalogue` is always the one in force. */
  readonly openGrants: (catalogue: () => Catalogue) => GrantStore;
  /** Signs envelopes. Absent: subgraphs that demand none, such as those of others behind an overlay. */
  readonly signer?: EnvelopeSigner;
  readonly onDecision?: PolicyOptions["onDecision"];
  readonly clock?: () => number;
}

/** The gateway's half of authorization, ready to be put into a gateway. */
export interface Governance {
  /** authenticate, then policy: MUST run before everything that executes. */
  readonly steps: readonly Step[];
  /** For the upstream: headers of each fetch. undefined without a signer. */
  readonly attach: AttachEnvelope | undefined;
  /** For the executor. */
  readonly enforcementOf: typeof enforcementOf;
  /** For whatever holds an answer back: MUST be asked again just before it leaves. */
  readonly stillGranted: StillGranted;
  /** For others that need a grant, such as quota. */
  readonly findGrant: FindGrant;
  /** Whether grants are known: "down" before their first reading, and once their source has been silent for its bound. */
  readonly grants: () => "up" | "down";
  /** The catalogue in force. Throws before the first supergraph is loaded. */
  readonly catalogue: () => Catalogue;
  readonly close: () => Promise<void>;
}

const isKnown = (store: GrantStore): boolean => {
  try {
    store.current();
    return true;
  } catch (error) {
    if (error instanceof GrantsUnavailable) return false;
    throw error;
  }
};

/** Puts the parts of the gateway's governance together. */
export const createGovernance = (options: GovernanceOptions): Governance => {
  let current: Catalogue | undefined;
  let store: GrantStore | undefined;
  const catalogue = (): Catalogue => {
    if (!current) throw new GrantsUnavailable();
    return current;
  };
  const findGrant = createFindGrant(() => {
    if (!store) throw new GrantsUnavailable();
    return store.current();
  });
  const clock = options.clock === undefined ? {} : { clock: options.clock };
  const policy = createPolicyStep({
    overlay: options.overlay ?? EMPTY_OVERLAY,
    findGrant,
    callerOf,
    onCatalogue: (built) => {
      current = built;
      if (store) store.reload();
      else store = options.openGrants(catalogue);
    },
    ...(options.onDecision ? { onDecision: options.onDecision } : {}),
    ...clock,
  });
  const stillGranted = createStillGranted(findGrant, options.clock);
  return {
    steps: [createAuthenticateStep(options.authenticator), policy],
    attach: options.signer ? createAttachEnvelope({ signer: options.signer, stillGranted, ...clock }) : undefined,
    enforcementOf,
    stillGranted,
    findGrant,
    grants: () => (store !== undefined && isKnown(store) ? "up" : "down"),
    catalogue,
    close: async () => {
      await store?.close();
    },
  };
};
