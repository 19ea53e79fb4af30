import { createHash } from "node:crypto";
import { type Answer, refused } from "../answer.ts";
import type { Exchange } from "../exchange.ts";
import type { Next } from "../step.ts";
import type { CallerLimiter, Charge } from "./callers/caller-limiter.ts";
import type { AskedIdentifier } from "./callers/asked-identifiers.ts";
import { quotasOf } from "./callers/quotas-of.ts";
import { limitError } from "./callers/limit-error.ts";

/**
 * Each denial under a name that only another question changes: a row out of scope, or a secret that a department refused
 * (its error says `guess`), is another one for other arguments.
 */
const denialsIn = ({ errors }: Answer, { purpose, sent }: Exchange): ReadonlySet<string> => {
  const denials = new Set<string>();
  let asked: string | undefined;
  for (const { extensions } of errors) {
    const isRefusal = extensions["guess"] === true;
    if (!isRefusal && extensions["code"] !== "HUB_FIELD_DENIED") continue;
    const name = `${purpose ?? ""} ${String(extensions[isRefusal ? "code" : "coordinate"])}`;
    if (!isRefusal && extensions["reason"] !== "OUT_OF_SCOPE") {
      denials.add(name);
      continue;
    }
    asked ??= createHash("sha256")
      .update(JSON.stringify([sent?.query, sent?.variables]))
      .digest("base64");
    denials.add(`${name} ${asked}`);
  }
  return denials;
};

const noteDenials = (limiter: CallerLimiter, exchange: Exchange, answer: Answer): void => {
  const { caller } = exchange;
  if (!caller || !limiter.watch || answer.errors.length === 0) return;
  const denials = denialsIn(answer, exchange);
  if (denials.size > 0) limiter.watch.isDenied(caller, denials);
};

/** Identifiers by which a root field found nobody: null without an error. What was denied or failed says nothing. */
const missesIn = ({ data, errors }: Answer, asked: readonly AskedIdentifier[]): readonly string[] => {
  // A long answer is read only where the bytes of such a null stand in it.
  const suspected = asked.filter(({ rootKey }) => rootKey !== null && data?.includes(`"${rootKey}":null`));
  if (!data || suspected.length === 0) return [];
  const found = JSON.parse(data.toString("utf8")) as Readonly<Record<string, unknown>> | null;
  const failed = new Set<unknown>(errors.map(({ path }) => path?.[0]));
  const isMiss = ({ rootKey }: AskedIdentifier): boolean =>
    rootKey !== null && found?.[rootKey] === null && !failed.has(rootKey);
  return suspected.filter(isMiss).map(({ identifier }) => identifier);
};

const noteMisses = (limiter: CallerLimiter, exchange: Exchange, answer: Answer): void => {
  const { caller, identifiers } = exchange;
  if (!caller || !limiter.watch || identifiers.length === 0) return;
  const misses = missesIn(answer, identifiers);
  if (misses.length > 0) limiter.watch.misses(caller, misses);
};

/** The answer, or a refusal in its place when the people and firms in it are more than the quotas allow. */
const chargedAnswer = (limiter: CallerLimiter, exchange: Exchange, answer: Answer): Answer | Promise<Answer> => {
  const { caller, decided, observation } = exchange;
  if (!caller || !decided || !observation || answer.data == null) return answer;
  const settle = (charge: Charge): Answer => {
    if (charge.kind === "allowed") return answer;
    // Nothing of it leaves, so nothing of it was disclosed.
    exchange.observation = undefined;
    exchange.refusedBy ??= chargeSubjects.name;
    return refused(limitError(charge, limiter.clock()));
  };
  const charge = limiter.chargeSubjects(caller, quotasOf(decided), observation);
  return charge instanceof Promise ? charge.then(settle) : settle(charge);
};

/**
 * Charges the people and firms in an answer to the grants that gave it, and notes its denials, and the numbers by which nobody
 * was found, for the watch on guessing; before anything leaves.
 */
export function chargeSubjects(exchange: Exchange, next: Next): Answer | Promise<Answer> {
  const { limiter } = exchange.hub;
  if (!limiter || !exchange.caller) return next(exchange);
  const settle = (answer: Answer): Answer | Promise<Answer> => {
    noteDenials(limiter, exchange, answer);
    noteMisses(limiter, exchange, answer);
    return chargedAnswer(limiter, exchange, answer);
  };
  const answer = next(exchange);
  return answer instanceof Promise ? answer.then(settle) : settle(answer);
}
