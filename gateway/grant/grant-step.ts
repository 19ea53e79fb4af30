import { listed } from "../../schema/words.ts";
import type { Answer } from "../answer.ts";
import { hubError } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import type { Next } from "../step.ts";
import { caseNumberOf } from "./case-number.ts";
import type { AskedFor, FindGrant } from "./find-grant.ts";

/** A grant, and its caller as the register has them. @throws HUB_OFFICER_INACTIVE, HUB_PURPOSE_REQUIRED, HUB_NOT_READY */
export function demandGrant(
  { findGrant }: { readonly findGrant: FindGrant },
  asked: AskedFor,
  now: number,
): Extract<ReturnType<FindGrant>, { readonly kind: "grant" }> {
  const found = findGrant(asked, now);
  switch (found.kind) {
    case "grant":
      return found;
    case "unavailable":
      throw hubError("HUB_NOT_READY", {});
    case "unfit":
      throw hubError("HUB_OFFICER_INACTIVE", {});
    case "purpose-required":
      throw hubError("HUB_PURPOSE_REQUIRED", {
        purposes: found.purposes.length > 0 ? listed(found.purposes) : { en: "none", zh: "无" },
      });
  }
}

/**
 * Finds the grant of caller and purpose. Operations that ask no department need none: the schema answers every caller, and the hub
 * answers every caller about its own rules.
 * @throws HUB_UNAUTHENTICATED, HUB_CASE_INVALID, HUB_OFFICER_INACTIVE, HUB_PURPOSE_REQUIRED (names the caller's purposes), HUB_NOT_READY (the store is out of reach)
 */
export function grant(exchange: Exchange, next: Next): Answer | Promise<Answer> {
  const { operation, caller, purpose, isQuestion, isExport, hub } = exchange;
  const { governance } = hub;
  if (!governance || !operation) return next(exchange);
  const { asks } = operation;
  if (!asks.data && !asks.own && !isQuestion) return next(exchange);
  if (!caller)
    throw hubError("HUB_UNAUTHENTICATED", {
      reason: { en: "data is not given to strangers", zh: "不向未登录者提供数据" },
    });
  if (!asks.data && !isQuestion) return next(exchange);
  const caseNumber = caseNumberOf(exchange.case);
  const found = demandGrant(governance, { caller, purpose, caseNumber, isExport }, governance.clock());
  exchange.onDenied ??= found.onDenied;
  const stated = { purpose: purpose?.trim() ?? "", caseNumber, isExport };
  exchange.grantInForce = { ...stated, caller: found.caller, grant: found.grant };
  return next(exchange);
}
