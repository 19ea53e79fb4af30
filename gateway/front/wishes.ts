import type { GraphQLError } from "graphql";
import { listed } from "../../schema/words.ts";
import type { Answer } from "../answer.ts";
import { hubError } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import type { OnDenied } from "../grant/register.ts";
import type { Next } from "../step.ts";

/** A header of a few words. @throws HUB_HEADER_INVALID for any other: a wish that is not understood is not left out */
function wishOf<Word extends string>({ request }: Exchange, header: string, words: readonly Word[]): Word | undefined {
  const sent = request.header(header);
  if (sent === null) return undefined;
  const wish = words.find((word) => word === sent.trim());
  if (wish === undefined) throw hubError("HUB_HEADER_INVALID", { header, expected: listed(words) });
  return wish;
}

const isDenial = ({ extensions }: GraphQLError): boolean => extensions["code"] === "HUB_FIELD_DENIED";

/** One denial as `extensions.sharing.denials` has it: what its error would say, and where. */
const quieted = ({ message, path, extensions }: GraphQLError): object => ({ path: path ?? [], message, ...extensions });

/**
 * Puts an answer's denials beside its data instead of among its errors. An answer without data keeps its errors: GraphQL has no null
 * data without one (specification of October 2021, section 7.1.2).
 */
export function quiet(answer: Answer): Answer {
  const { data, errors, extensions } = answer;
  if (data == null || errors.length === 0) return answer;
  const denials = errors.filter(isDenial);
  if (denials.length === 0) return answer;
  const sharing = extensions?.["sharing"] as object | undefined;
  return {
    ...answer,
    errors: errors.filter((error) => !isDenial(error)),
    quieted: denials,
    extensions: { ...extensions, sharing: { ...sharing, denials: denials.map(quieted) } },
  };
}

const ON_DENIED: readonly OnDenied[] = ["tell", "quiet", "reject"];

/**
 * How the caller wants to be answered: `x-dry-run` (`true`, `false`) and `x-on-denied` (`tell`, `quiet`, `reject`; what the app is
 * registered with where it is not sent). The record that was written meanwhile is the same for each. @throws HUB_HEADER_INVALID
 */
export function wishes(exchange: Exchange, next: Next): Answer | Promise<Answer> {
  exchange.isDryRun = wishOf(exchange, "x-dry-run", ["true", "false"]) === "true";
  exchange.onDenied = wishOf(exchange, "x-on-denied", ON_DENIED);
  const wished = (answer: Answer): Answer => (exchange.onDenied === "quiet" ? quiet(answer) : answer);
  const answer = next(exchange);
  return answer instanceof Promise ? answer.then(wished) : wished(answer);
}
