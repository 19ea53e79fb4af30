import type { FindGrant } from "../grant/grant-for-request.ts";
import { decisionOf } from "./request-decisions.ts";

/** Whether what was decided for a request still holds: neither a revocation nor an expiry has come between. */
export type StillGranted = (context: object) => boolean;

/** Looks the grant up again, from memory. A store that has closed itself grants nothing any more. */
export const createStillGranted =
  (findGrant: FindGrant, clock: () => number = Date.now): StillGranted =>
  (context) => {
    const request = decisionOf(context);
    if (!request) return true;
    const found = findGrant(request.caller, request.purpose, clock());
    return found.kind === "grant" && found.grant.hash === request.decision.grant.hash;
  };
