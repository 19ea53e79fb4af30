import { type Answer, refused } from "../answer.ts";
import { hubError } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import type { Next } from "../step.ts";
import { retryOf } from "./dry-run-or-reject.ts";
import { sharingExtensionOf } from "./explain/sharing-extension.ts";

/** True while the exchange's answer may still leave, and where nothing was decided. */
export function isStillGranted({ decided, hub }: Exchange): boolean {
  return decided === undefined || hub.governance === undefined || hub.governance.holdsStill(decided);
}

const withExtension = (exchange: Exchange, answer: Answer): Answer => {
  const { decided, hub } = exchange;
  if (!decided || !hub.governance) return answer;
  if (!isStillGranted(exchange)) {
    exchange.refusedBy ??= stillGranted.name;
    return refused(hubError("HUB_NO_GRANT", { purpose: decided.purpose }));
  }
  const { decision } = decided;
  return {
    ...answer,
    extensions: { ...answer.extensions, sharing: sharingExtensionOf(decision) },
    headers: retryOf(decision, hub.governance.clock()),
  };
};

/** Looks at the grant again once the answer is there, and states purpose, grants and outcomes in it. */
export function stillGranted(exchange: Exchange, next: Next): Answer | Promise<Answer> {
  if (!exchange.decided) return next(exchange);
  const answer = next(exchange);
  return answer instanceof Promise
    ? answer.then((settled) => withExtension(exchange, settled))
    : withExtension(exchange, answer);
}
