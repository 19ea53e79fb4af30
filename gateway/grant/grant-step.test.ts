import { describe, expect, it } from "@jest/globals";
import type { Answer } from "../answer.ts";
import type { Exchange } from "../exchange.ts";
import type { FindGrant } from "./find-grant.ts";
import { grant } from "./grant-step.ts";

type Found = ReturnType<FindGrant>;

const CALLER = { app: "rental-check", department: "housing", officer: "li" };
const REGISTERED = { ...CALLER, division: "411100" };
const GRANT = { hash: "h" };
const FOUND = { kind: "grant", grant: GRANT, caller: REGISTERED, onDenied: "quiet" } as unknown as Found;
const NEXT: Answer = { data: null, errors: [] };

/** What the step finds out on a request like this, or the code with which it ends. */
const taken = (more: object, found: Found = FOUND) => {
  const asked: unknown[] = [];
  const findGrant: FindGrant = (for_, now) => {
    asked.push([for_, now]);
    return found;
  };
  const exchange = {
    operation: { asks: { data: true, own: false } },
    caller: CALLER,
    purpose: " PUBLIC_RENTAL ",
    case: "C-1",
    isQuestion: false,
    onDenied: undefined,
    grantInForce: undefined,
    hub: { governance: { findGrant, clock: () => 7 } },
    ...more,
  } as unknown as Exchange;
  try {
    const passed = grant(exchange, () => NEXT) === NEXT;
    return { passed, asked, onDenied: exchange.onDenied, inForce: exchange.grantInForce };
  } catch (error) {
    return (error as { extensions: { code: string } }).extensions.code;
  }
};

const WITHOUT = { passed: true, asked: [], onDenied: undefined, inForce: undefined };

describe("the grant of a request", () => {
  it("is found for caller, purpose and case, and stands on the exchange with the caller as the register has them", () => {
    expect(taken({})).toEqual({
      passed: true,
      asked: [[{ caller: CALLER, purpose: " PUBLIC_RENTAL ", caseNumber: "C-1" }, 7]],
      onDenied: "quiet",
      inForce: { caller: REGISTERED, purpose: "PUBLIC_RENTAL", caseNumber: "C-1", grant: GRANT },
    });
  });

  it("leaves an answer to denials that the request asked for as it is", () => {
    expect(taken({ onDenied: "reject" })).toMatchObject({ onDenied: "reject" });
  });

  it.each<[string, object]>([
    ["nothing governs", { hub: {} }],
    ["there is no operation", { operation: undefined }],
    [
      "the schema alone is asked, by a stranger",
      { operation: { asks: { data: false, own: false } }, caller: undefined },
    ],
    [
      "the hub is asked about its own rules, without a purpose",
      { operation: { asks: { data: false, own: true } }, purpose: null },
    ],
  ])("is not looked for where %s", (_, more) => {
    expect(taken(more)).toEqual(WITHOUT);
  });

  it.each<[string, object]>([
    ["a department", {}],
    ["the hub about its own rules", { operation: { asks: { data: false, own: true } } }],
    [
      "what an operation of the schema would be answered",
      { operation: { asks: { data: false, own: false } }, isQuestion: true },
    ],
  ])("is nobody's who asks %s without a token", (_, more) => {
    expect(taken({ ...more, caller: undefined })).toBe("HUB_UNAUTHENTICATED");
  });

  it("is looked for where a question names an operation that asks nothing", () => {
    const question = { operation: { asks: { data: false, own: false } }, isQuestion: true };
    expect(taken(question)).toMatchObject({ passed: true, inForce: { grant: GRANT } });
  });

  it.each<[string, Found]>([
    ["HUB_NOT_READY", { kind: "unavailable" }],
    ["HUB_OFFICER_INACTIVE", { kind: "unfit" }],
    ["HUB_PURPOSE_REQUIRED", { kind: "purpose-required", purposes: [] }],
    ["HUB_PURPOSE_REQUIRED", { kind: "purpose-required", purposes: ["PUBLIC_RENTAL"] }],
  ])("ends the request with %s", (code, found) => {
    expect(taken({}, found)).toBe(code);
  });
});
