import { listed } from "../../schema/words.ts";
import type { Answer } from "../answer.ts";
import { hubError } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import type { Next } from "../step.ts";

/**
 * Finds the grant of caller and purpose. Operations that ask no department need none: the schema answers every caller, and the hub
 * answers every caller about its own rules.
 * @throws HUB_UNAUTHENTICATED, HUB_OFFICER_INACTIVE, HUB_PURPOSE_REQUIRED (names the caller's purposes), HUB_NOT_READY (the store is out of reach)
 */
export function grant(exchange: Exchange, next: Next): Answer | Promise<Answer> {
  const { operation, caller, purpose, isQuestion, hub } = exchange;
  const { governance } = hub;
  if (!governance || !operation) return next(exchange);
  const { asks } = operation;
  if (!asks.data && !asks.own && !isQuestion) return next(exchange);
  if (!caller)
    throw hubError("HUB_UNAUTHENTICATED", {
      reason: { en: "data is not given to strangers", zh: "不向未登录者提供数据" },
    });
  if (!asks.data && !isQuestion) return next(exchange);
  const found = governance.findGrant(caller, purpose, governance.clock());
  if (found.kind === "unavailable") throw hubError("HUB_NOT_READY", {});
  if (found.kind === "unfit") throw hubError("HUB_OFFICER_INACTIVE", {});
  if (found.kind === "purpose-required") {
    throw hubError("HUB_PURPOSE_REQUIRED", {
      purposes: found.purposes.length > 0 ? listed(found.purposes) : { en: "none", zh: "无" },
    });
  }
  exchange.grantInForce = { caller: found.caller, purpose: purpose?.trim() ?? "", grant: found.grant };
  return next(exchange);
}
