import { describe, expect, it, test } from "@jest/globals";
import { GraphQLError } from "graphql";
import type { Answer } from "../answer.ts";
import { Exchange, type Hub } from "../exchange.ts";
import type { OnDenied } from "../grant/register.ts";
import { startTrace } from "../release/trace.ts";
import { requestInProcess } from "./in-process.ts";
import { quiet, wishes } from "./wishes.ts";

const denied = new GraphQLError("Person.name is not shared with you.", {
  path: ["people", 0, "name"],
  extensions: { code: "HUB_FIELD_DENIED", coordinate: "Person.name", reason: "NO_GRANT", apply: "http://hub/apply" },
});
const down = new GraphQLError("down", { extensions: { code: "HUB_SUBGRAPH_UNAVAILABLE" } });
const data = Buffer.from('{"people":[{"name":null}]}');

describe("an answer without errors for its denials", () => {
  it("has each of them in its extensions, as its error told it, beside what else stands there", () => {
    const answer: Answer = { data, errors: [denied, down], extensions: { sharing: { level: "L2" }, more: 1 } };
    expect(quiet(answer)).toEqual({
      data,
      errors: [down],
      quieted: [denied],
      extensions: {
        sharing: {
          level: "L2",
          denials: [{ path: ["people", 0, "name"], message: denied.message, ...denied.extensions }],
        },
        more: 1,
      },
    });
  });

  it.each<[string, Answer]>([
    ["no data, which GraphQL knows with errors only", { data: null, errors: [denied] }],
    ["nothing executed", { errors: [denied] }],
    ["no denial", { data, errors: [down] }],
    ["no error", { data, errors: [] }],
  ])("stays as it is with %s", (_, answer) => {
    expect(quiet(answer)).toBe(answer);
  });
});

const asking = (headers: Record<string, string>): Exchange =>
  new Exchange({} as Hub, requestInProcess(new Request("http://gateway.test/graphql", { headers })), startTrace(null));

test.each<[Record<string, string>, boolean, OnDenied | undefined]>([
  [{}, false, undefined],
  [{ "x-dry-run": "true", "x-on-denied": "tell" }, true, "tell"],
  [{ "x-dry-run": "false", "x-on-denied": " quiet " }, false, "quiet"],
  [{ "x-on-denied": "reject" }, false, "reject"],
])("%j is heard before the rest of the list", (headers, isDryRun, onDenied) => {
  const exchange = asking(headers);
  const heard: unknown[] = [];
  void wishes(exchange, (on) => {
    heard.push(on.isDryRun, on.onDenied);
    return { errors: [] };
  });
  expect(heard).toEqual([isDryRun, onDenied]);
});

test.each([
  [{ "x-dry-run": "1" }, "The header x-dry-run is one of: true, false."],
  [{ "x-dry-run": "" }, "The header x-dry-run is one of: true, false."],
  [{ "x-on-denied": "silent" }, "The header x-on-denied is one of: tell, quiet, reject."],
])("%j is refused, not left out", (headers, message) => {
  const passed = () => wishes(asking(headers), () => ({ data, errors: [] }));
  expect(passed).toThrow(message);
});

test("an app that is registered for quiet denials has them without asking, which the step grant tells", () => {
  const exchange = asking({});
  const answer = wishes(exchange, (on) => {
    on.onDenied ??= "quiet";
    return { data, errors: [denied] };
  });
  expect(answer).toMatchObject({ errors: [], quieted: [denied] });
});
