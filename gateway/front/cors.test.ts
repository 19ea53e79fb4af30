import { expect, test } from "@jest/globals";
import { preflight, readableBy } from "./cors.ts";
import type { HttpRequest } from "./http.ts";

const RENTAL = "https://rental.example";
const PATROL = "https://patrol.example";

/** Two apps with a page each. */
const servesOrigin = (origin: string, app: string | undefined): boolean =>
  ({ rental: [RENTAL], patrol: [PATROL] })[app ?? ""]?.includes(origin) ??
  (app === undefined && [RENTAL, PATROL].includes(origin));

const request = (method: string, headers: Readonly<Record<string, string>>): HttpRequest => ({
  method,
  path: "/graphql",
  query: "",
  header: (name) => headers[name] ?? null,
  readBody: () => Promise.resolve(Buffer.alloc(0)),
  onGone: () => () => undefined,
});
const asked = (origin: string) => request("OPTIONS", { origin, "access-control-request-method": "POST" });
const answer = { status: 200, headers: { "content-type": "application/json" }, body: "{}" };

test("a page of any app's registered origin may ask whether it may ask; nobody else learns anything", () => {
  expect(preflight(asked(RENTAL), servesOrigin)).toEqual({
    status: 204,
    headers: {
      "access-control-allow-origin": RENTAL,
      "access-control-allow-methods": "GET, POST",
      "access-control-allow-headers":
        "authorization, content-type, x-purpose, x-case, x-dry-run, x-on-denied, last-event-id, traceparent, tracestate",
      "access-control-max-age": "600",
      vary: "origin",
    },
    body: "",
  });
  for (const origin of [
    "https://evil.example",
    "null",
    `${RENTAL}.evil.example`,
    `${RENTAL}:8443`,
    "http://rental.example",
  ])
    expect(preflight(asked(origin), servesOrigin)).toBeUndefined();
  expect(preflight(request("OPTIONS", { origin: RENTAL }), servesOrigin)).toBeUndefined();
  expect(
    preflight(request("POST", { origin: RENTAL, "access-control-request-method": "POST" }), servesOrigin),
  ).toBeUndefined();
  expect(preflight(asked(RENTAL), undefined)).toBeUndefined();
});

test("an answer is readable by the pages of the app that asked, not by another's; a stranger's refusal by any app's", () => {
  const own = readableBy(answer, request("POST", { origin: RENTAL }), "rental", servesOrigin);
  expect(own.headers).toEqual({
    "content-type": "application/json",
    "access-control-allow-origin": RENTAL,
    "access-control-expose-headers": "traceparent, retry-after",
    vary: "origin",
  });
  expect(readableBy(answer, request("POST", { origin: PATROL }), "rental", servesOrigin)).toBe(answer);
  expect(readableBy(answer, request("POST", { origin: PATROL }), undefined, servesOrigin)).not.toBe(answer);
  expect(readableBy(answer, request("POST", {}), "rental", servesOrigin)).toBe(answer);
  expect(readableBy(answer, request("POST", { origin: RENTAL }), "rental", undefined)).toBe(answer);
});

test("what the answer varied by before, it still does", () => {
  const schema = { ...answer, headers: { vary: "accept-encoding" } };
  const { headers } = readableBy(schema, request("POST", { origin: RENTAL }), "rental", servesOrigin);
  expect(headers["vary"]).toBe("accept-encoding, origin");
});
