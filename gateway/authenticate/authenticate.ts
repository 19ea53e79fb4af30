import { hubError } from "../errors.ts";
import type { Step } from "../step.ts";
import type { Authentication, Authenticator } from "./authenticator.ts";
import { noteCaller } from "./request-caller.ts";

/** Notes the caller, if there is one. Throws HUB_UNAUTHENTICATED for a token that is not accepted. */
const accept = (request: Request, found: Authentication): void => {
  if (found.kind === "refused") throw hubError("HUB_UNAUTHENTICATED", { reason: found.reason });
  if (found.kind === "caller") noteCaller(request, found.caller);
};

/**
 * The authenticate step: finds out who sends a request before its body is even read. A token that is not accepted refuses
 * the whole request (401); no token at all gets the schema, and no data.
 */
export const createAuthenticateStep =
  (authenticator: Authenticator): Step =>
  () => ({
    plugins: [
      {
        onRequestParse: ({ request }) => {
          const found = authenticator(request.headers.get("authorization"));
          if (found instanceof Promise)
            return found.then((settled) => {
              accept(request, settled);
            });
          accept(request, found);
          return undefined;
        },
      },
    ],
  });
