import type { Fetcher } from "@graphiql/toolkit";
import type { IntrospectionQuery } from "graphql";
import { readExplanation, WHY_DENIED, type AskedOperation, type Explanation } from "./answer/why.ts";
import type { Catalogue } from "./catalogue/catalogue.ts";
import { describeFields } from "./catalogue/introspection.ts";
import type { Session } from "./identity/session.ts";

/** The gateway answers operations where it serves this page. */
export const ENDPOINT = import.meta.env.BASE_URL.replace(/\/$/, "");

type Answer = Readonly<Record<string, unknown>>;

/**
 * Sends operations to the gateway in the name of the session's caller. Introspection comes back with the
 * catalogue written into its descriptions.
 */
export function createFetcher(session: Session, catalogue: Catalogue | undefined): Fetcher {
  return async (operation) => {
    const answer = await send(operation, session, await session.headers());
    return isIntrospection(answer) && catalogue !== undefined
      ? { ...answer, data: describeFields(answer.data, catalogue) }
      : answer;
  };
}

/** Asks the graph why an operation of the session's caller is answered as it is. @throws Error in words for the panel */
export type AskWhy = (asked: AskedOperation) => Promise<Explanation>;

export function createAskWhy(session: Session): AskWhy {
  return async (variables) => {
    // The choice of how answers are given belongs to the operation itself; this one is to be answered in any case.
    const headers = await session.headers({ dryRun: false, rejectOnDenied: false });
    return readExplanation(await send({ query: WHY_DENIED, operationName: "WhyDenied", variables }, session, headers));
  };
}

/** An answer that is not JSON becomes a GraphQL error, so that it can be read. */
async function send(operation: object, session: Session, headers: Readonly<Record<string, string>>): Promise<Answer> {
  const response = await fetch(ENDPOINT, {
    method: "POST",
    headers: {
      ...headers,
      "content-type": "application/json",
      accept: "application/graphql-response+json, application/json;q=0.9",
    },
    body: JSON.stringify(operation),
  });
  if (response.status === 401) session.refused();
  return readAnswer(await response.text(), response.status);
}

function readAnswer(text: string, status: number): Answer {
  try {
    const answer: unknown = JSON.parse(text);
    if (typeof answer === "object" && answer !== null) return answer as Answer;
  } catch {
    // Not JSON: a proxy's page, most likely. Said below.
  }
  return { errors: [{ message: `网关的回答不是 JSON（HTTP ${status}）` }] };
}

function isIntrospection(answer: Answer): answer is Answer & { readonly data: IntrospectionQuery } {
  const data = answer["data"];
  return typeof data === "object" && data !== null && "__schema" in data;
}
