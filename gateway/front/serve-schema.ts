import { GraphQLError } from "graphql";
import { acceptedCaller } from "../authenticate/authenticate.ts";
import type { LoadedGovernance } from "../decide/create-governance.ts";
import { hubError } from "../errors.ts";
import { caseNumberOf } from "../grant/case-number.ts";
import { demandGrant } from "../grant/grant-step.ts";
import type { EventType } from "../events/hub-event.ts";
import { subscriptionsIn } from "../events/subscription-schema.ts";
import { plainAnswer, type HttpAnswer, type HttpRequest, type Route } from "./http.ts";
import { refusalAnswer } from "./refusal-answer.ts";

const PATH = "/graphql/schema";

type Governing = Pick<LoadedGovernance, "authenticator" | "findGrant" | "policy" | "clock" | "applyAt">;

/** The relation of the place of applications (RFC 8288). */
export const APPLY_RELATION = "https://shali-hub.org/rel/apply";

const schemaOf = async (
  { header }: HttpRequest,
  governing: Governing,
  eventTypes: readonly EventType[],
): Promise<HttpAnswer> => {
  const asking = acceptedCaller(await governing.authenticator(header("authorization")));
  const asked = { caller: asking, purpose: header("x-purpose"), caseNumber: caseNumberOf(header("x-case")) };
  const { grant } = demandGrant(governing, asked, governing.clock());
  const sdl = governing.policy.schemaFor(grant);
  const answer = plainAnswer(200, "text/plain; charset=utf-8", `${sdl}${subscriptionsIn(sdl, eventTypes)}`);
  const { applyAt } = governing;
  if (applyAt === undefined) return answer;
  return { ...answer, headers: { ...answer.headers, link: `<${applyAt}>; rel="${APPLY_RELATION}"` } };
};

/**
 * `GET /graphql/schema`: an app's own schema as SDL, which its grants for a purpose (`x-purpose`) reach, by the same function that decides its
 * questions; with `x-case` and an officer's token, what is given in a case too. Subscriptions are in it where the app would be told of their events. For
 * whoever generates a typed client; `link` says where one applies for more.
 */
export function serveSchema(governing: Governing, eventTypes: Iterable<EventType> = []): Route {
  const types = [...eventTypes];
  return (request) => {
    if (request.path !== PATH || (request.method !== "GET" && request.method !== "HEAD")) return undefined;
    return schemaOf(request, governing, types).catch((error: unknown) =>
      refusalAnswer(error instanceof GraphQLError ? error : hubError("HUB_NOT_READY", {})),
    );
  };
}
