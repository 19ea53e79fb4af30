import { GraphQLError } from "graphql";
import { acceptedCaller } from "../authenticate/authenticate.ts";
import type { LoadedGovernance } from "../decide/create-governance.ts";
import { hubError } from "../errors.ts";
import { caseNumberOf } from "../grant/case-number.ts";
import { demandGrant } from "../grant/grant-step.ts";
import { plainAnswer, type HttpAnswer, type HttpRequest, type Route } from "./http.ts";
import { refusalAnswer } from "./refusal-answer.ts";

const PATH = "/graphql/schema";

type Governing = Pick<LoadedGovernance, "authenticator" | "findGrant" | "policy" | "clock">;

const schemaOf = async ({ header }: HttpRequest, governing: Governing): Promise<HttpAnswer> => {
  const asking = acceptedCaller(await governing.authenticator(header("authorization")));
  const asked = { caller: asking, purpose: header("x-purpose"), caseNumber: caseNumberOf(header("x-case")) };
  const { grant } = demandGrant(governing, asked, governing.clock());
  return plainAnswer(200, "text/plain; charset=utf-8", governing.policy.schemaFor(grant));
};

/**
 * `GET /graphql/schema`: an app's own schema as SDL, which its grants for a purpose (`x-purpose`) reach, by the same function that decides its
 * questions; with `x-case` and an officer's token, what is given in a case too. For whoever generates a typed client.
 */
export function serveSchema(governing: Governing): Route {
  return (request) => {
    if (request.path !== PATH || (request.method !== "GET" && request.method !== "HEAD")) return undefined;
    return schemaOf(request, governing).catch((error: unknown) =>
      refusalAnswer(error instanceof GraphQLError ? error : hubError("HUB_NOT_READY", {})),
    );
  };
}
