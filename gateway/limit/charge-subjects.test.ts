import { describe, expect, it } from "@jest/globals";
import { GraphQLError } from "graphql";
import type { Answer } from "../answer.ts";
import type { Exchange } from "../exchange.ts";
import { chargeSubjects } from "./charge-subjects.ts";

const CALLER = { app: "app" };
const data = Buffer.from('{"a":null,"b":{"id":"1"},"c":null,"d":null}');
const denied = (reason: string, coordinate = "Person.name") =>
  new GraphQLError("no", { path: ["d"], extensions: { code: "HUB_FIELD_DENIED", coordinate, reason } });
const asked = (rootKey: string | null, identifier: string) => ({ identifier, along: "", rootKey });

/** What the step tells the watch of an answer, and what becomes of it. */
const settled = async (answer: Answer | Promise<Answer>, more: object = {}, charge: unknown = { kind: "allowed" }) => {
  const told: Record<string, readonly string[]> = {};
  const limiter = {
    watch: {
      isDenied: (_: unknown, denials: ReadonlySet<string>) => (told["denied"] = [...denials]),
      misses: (_: unknown, identifiers: readonly string[]) => (told["missed"] = identifiers),
    },
    chargeSubjects: () => charge,
    clock: () => 0,
  };
  const exchange = {
    hub: { limiter },
    caller: CALLER,
    purpose: "TEST",
    sent: { query: "{ a }", variables: {} },
    identifiers: [],
    observation: { subjects: new Map() },
    decided: { decision: { granted: new Map(), grant: { active: [] } }, catalogue: { items: new Map() } },
    refusedBy: undefined,
    ...more,
  } as unknown as Exchange;
  const left = await chargeSubjects(exchange, () => answer);
  return { told, left, observation: exchange.observation, by: exchange.refusedBy };
};

describe("what the watch for guessing is told of an answer", () => {
  it("is each denial once, by a name that another question changes only where the question could be a guess", async () => {
    const errors = [denied("NO_GRANT"), denied("NO_GRANT"), denied("NO_GRANT", "Person.id")];
    expect((await settled({ data, errors })).told).toEqual({ denied: ["TEST Person.name", "TEST Person.id"] });
    const outside = { data, errors: [denied("OUT_OF_SCOPE")] };
    const secret = { data, errors: [new GraphQLError("no", { extensions: { code: "WRONG_SECRET", guess: true } })] };
    const names: string[] = [];
    for (const answer of [outside, secret])
      for (const query of ["{ a }", "{ a }", "{ b }"])
        names.push(...((await settled(answer, { sent: { query, variables: {} } })).told["denied"] ?? []));
    const [one = "", , other = "", guess = "", , another = ""] = names;
    expect(names).toEqual([one, one, other, guess, guess, another]);
    expect(new Set(names).size).toBe(4);
    expect([one.slice(0, 17), guess.slice(0, 18)]).toEqual(["TEST Person.name ", "TEST WRONG_SECRET "]);
  });

  it("is nothing of errors that deny nothing, of strangers, and where nobody watches", async () => {
    const failed = { data, errors: [new GraphQLError("down", { extensions: { code: "HUB_SUBGRAPH_TIMEOUT" } })] };
    expect((await settled(failed)).told).toEqual({});
    expect((await settled({ data, errors: [denied("NO_GRANT")] }, { caller: undefined })).told).toEqual({});
    expect((await settled({ data, errors: [] })).told).toEqual({});
  });

  it("is whoever was asked for and not found: null without an error, at the root", async () => {
    const identifiers = [asked("a", "1"), asked("b", "2"), asked("c", "3"), asked("d", "4"), asked(null, "5")];
    const errors = [denied("NO_GRANT")];
    expect((await settled({ data, errors }, { identifiers })).told["missed"]).toEqual(["1", "3"]);
    expect((await settled({ data, errors }, { identifiers: [asked("b", "2")] })).told["missed"]).toBeUndefined();
    expect((await settled({ data: null, errors }, { identifiers })).told["missed"]).toBeUndefined();
    expect((await settled({ errors }, { identifiers })).told["missed"]).toBeUndefined();
  });
});

describe("people and firms in an answer", () => {
  const answer: Answer = { data, errors: [] };

  it("are charged before it leaves; beyond the quota nothing of it is disclosed", async () => {
    for (const charge of [{ kind: "allowed" }, Promise.resolve({ kind: "allowed" })])
      expect(await settled(answer, {}, charge)).toMatchObject({ left: answer, observation: {}, by: undefined });
    const spent = { kind: "quota", until: 60_000, grant: "g1" };
    for (const charge of [spent, Promise.resolve(spent)]) {
      const { left, observation, by } = await settled(Promise.resolve(answer), {}, charge);
      expect([left.data, left.errors.map(({ extensions }) => extensions["code"])]).toEqual([
        undefined,
        ["HUB_QUOTA_EXCEEDED"],
      ]);
      expect([observation, by]).toEqual([undefined, "chargeSubjects"]);
    }
  });

  it.each<[string, Answer, object]>([
    ["nothing was answered", { data: null, errors: [] }, {}],
    ["nothing was decided", answer, { decided: undefined }],
    ["nothing was observed", answer, { observation: undefined }],
    ["nobody asked", answer, { caller: undefined }],
    ["nothing is limited", answer, { hub: {} }],
  ])("are charged to nobody where %s", async (_, given, more) => {
    expect((await settled(given, more, { kind: "unreachable" })).left).toBe(given);
  });
});
