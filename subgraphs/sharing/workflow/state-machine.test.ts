import { describe, expect, test } from "@jest/globals";
import { HELD_MATTERS } from "../../../ledger/store/retention.ts";
import { decideStep as decide, type Actor, type MatterView } from "./decide.ts";
import { STATE_MACHINE, TAKEN_BY_PERSONS, type Action } from "./state-machine.ts";
import { STATES as WORDS, type Matter, type StateOf } from "./states.ts";
import { ROLES as ROLE_WORDS, type Power, type Role, type Transition } from "./transition.ts";

const STATES = Object.fromEntries(
  Object.entries(WORDS).map(([name, words]) => [name, Object.keys(words)]),
) as unknown as { readonly [M in Matter]: readonly StateOf<M>[] };
const ROLES = Object.keys(ROLE_WORDS) as Role[];

const ACTIONS = Object.keys(STATE_MACHINE) as Action[];
const transitionOf = (action: Action): Transition => STATE_MACHINE[action];
const decideStep = (action: Action, actor: Actor, view: MatterView) => decide(transitionOf(action), actor, view);

const actor = (role: Role, department: string, officer = "someone"): Actor => ({
  app: "an-app",
  department,
  areaCode: "411100000000",
  officer,
  roles: new Set([role]),
});

const matter = (state: string | null): MatterView => ({
  state,
  consumer: "human-resources",
  provider: "public-security",
  areas: ["411100000000", "411102000000"],
  involved: {
    applicant: "the-applicant",
    decider: "the-decider",
    requester: "the-requester",
    stopper: "the-stopper",
    referrer: "the-referrer",
  },
});

test("G19: what retention takes for closed are the states from which nothing leads on", () => {
  const closedOf = (what: Matter): readonly string[] =>
    STATES[what].filter(
      (state) =>
        !ACTIONS.some((action) => transitionOf(action).from.includes(state) && transitionOf(action).matter === what),
    );
  for (const [what, closed] of Object.entries(HELD_MATTERS))
    expect([what, [...closed].sort()]).toEqual([what, [...closedOf(what as Matter)].sort()]);
});

test("the machine as one table, to be read and reviewed", () => {
  const rows = ACTIONS.map((action) => {
    const { matter: what, from, to, by, apart, article } = transitionOf(action);
    const mutations = TAKEN_BY_PERSONS.filter((step) => step.action === action).map(({ mutation }) => mutation);
    const states = `${from.map((state) => state ?? "(new)").join("|")} → ${to}`;
    const who = by.map(({ role, of }) => `${role} of ${of}`).join(", ") || "the hub";
    const never = apart.length > 0 ? `; never its ${apart.join(", ")}` : "";
    const law = article === null ? "" : `; art. ${article}`;
    return `${what} ${action} (${mutations.join(", ")}): ${states}; ${who}${never}${law}`;
  });
  expect(rows.join("\n")).toMatchSnapshot();
});

describe("the machine is whole", () => {
  test.each(Object.keys(STATES) as Matter[])("every state of %s can be reached", (name) => {
    const steps = ACTIONS.map(transitionOf).filter((step) => step.matter === name);
    expect(new Set(steps.map((step) => step.to))).toEqual(new Set(STATES[name]));
    expect(steps.some((step) => step.from.includes(null))).toBe(true);
  });

  test("the states from which nothing leads on are exactly these", () => {
    const final = (Object.keys(STATES) as Matter[]).flatMap((name) =>
      STATES[name]
        .filter((state) => !ACTIONS.map(transitionOf).some((step) => step.matter === name && step.from.includes(state)))
        .map((state) => `${name} ${state}`),
    );
    expect(final).toEqual([
      "application DECIDED",
      "application DECLINED",
      "application WITHDRAWN",
      "review CONFIRMED",
      "review CLOSED",
      "extension CONSENTED",
      "extension REJECTED",
      "grant DISPOSED",
      "stop LIFTED",
      "incident CLOSED",
      "bar LIFTED",
      "bar LAPSED",
      "correction UPHELD",
      "correction REJECTED",
      "dispute SETTLED",
      "dispute DECIDED",
      "dispute WITHDRAWN",
      "change REFUSED",
      "change PUBLISHED",
      "update DONE",
      "demand FILED",
      "description PUBLISHED",
      "description REFUSED",
      "source RETIRED",
      "publication APPROVED",
      "publication REFUSED",
      "catalogue PUBLISHED",
    ]);
  });

  test("nobody can take the hub's own steps", () => {
    const automatic = ACTIONS.filter((action) => transitionOf(action).by.length === 0);
    expect(automatic).toEqual([
      "APPOINT",
      "CONCLUDE",
      "RECEIVE",
      "CLOSE",
      "GRANT",
      "GRANT_BY_RULE",
      "EXPIRE",
      "SUSPEND_UNASSESSED",
      "BAR_WITH_GRANT",
      "OPEN_INCIDENT",
      "LIFT_WITH_GRANT",
      "LAPSE_BAR",
      "ADOPT_SOURCE",
      "ADOPT_PUBLICATION",
      "CLASSIFY_SOURCE",
      "RETURN_SOURCE",
      "AUDIT_SOURCE",
      "PUBLISH_SOURCE",
      "AMEND_SOURCE",
      "RETIRE_SOURCE",
      "NARROW_WITH_SOURCE",
      "END_WITH_SOURCE",
      "PUBLISH_CHANGE",
    ]);
    for (const action of automatic) {
      for (const role of ROLES) {
        const decision = decideStep(
          action,
          actor(role, "public-security"),
          matter(transitionOf(action).from[0] ?? null),
        );
        expect(decision.kind).toBe("WRONG_ROLE");
      }
    }
  });
});

/** An officer over both parties, or apart from them, belongs to neither of them. */
const sideFor = ({ of }: Power): string => (of === "ABOVE" || of === "APART" ? "NEITHER" : of);

test("a step is allowed exactly by a listed role, on its side, from a listed state", () => {
  for (const action of ACTIONS) {
    const step = transitionOf(action);
    for (const role of ROLES) {
      for (const [side, department] of [
        ["CONSUMER", "human-resources"],
        ["PROVIDER", "public-security"],
        ["NEITHER", "housing"],
      ] as const) {
        for (const state of [null, ...STATES[step.matter]]) {
          const allowed =
            step.by.some((power) => power.role === role && ["ANY", side].includes(sideFor(power))) &&
            step.from.includes(state);
          const decision = decideStep(action, actor(role, department), matter(state));
          expect([action, role, side, state, decision.kind === "allowed"]).toEqual([
            action,
            role,
            side,
            state,
            allowed,
          ]);
        }
      }
    }
  }
});

describe("政务数据共享条例", () => {
  test("第二十条: the applicant's own head consents first, and is not the applicant", () => {
    expect(decideStep("CONSENT", actor("REVIEWER", "public-security"), matter("AWAITING_CONSENT"))).toEqual({
      kind: "WRONG_DEPARTMENT",
      expected: "human-resources",
    });
    const self = actor("REVIEWER", "human-resources", "the-applicant");
    expect(decideStep("CONSENT", self, matter("AWAITING_CONSENT"))).toEqual({ kind: "OWN_MATTER", as: "applicant" });
    expect(transitionOf("RECEIVE").by).toEqual([]);
  });

  test("第二十条: the provider's head consents to what another officer decided", () => {
    const self = actor("REVIEWER", "public-security", "the-decider");
    expect(decideStep("CONFIRM", self, matter("DECIDED"))).toEqual({ kind: "OWN_MATTER", as: "decider" });
  });

  test("第二十一条: an incomplete application is told once", () => {
    const owner = actor("OWNER", "public-security");
    expect(decideStep("TELL_INCOMPLETE", owner, matter("OPEN")).kind).toBe("allowed");
    expect(decideStep("TELL_INCOMPLETE", owner, matter("COMPLETE")).kind).toBe("WRONG_STATE");
    const after = new Set<string>(["COMPLETE"]);
    for (const action of ACTIONS) {
      const step = transitionOf(action);
      if (step.matter === "review" && step.from.some((state) => state !== null && after.has(state))) after.add(step.to);
    }
    expect(after.has("OPEN")).toBe(false);
  });

  test("第二十一条: silence is not consent; the only step of time takes away", () => {
    const giving = ACTIONS.filter((action) => ["GRANTED", "ACTIVE", "CONFIRMED"].includes(transitionOf(action).to));
    // What leaves a grant in force gives nothing: it was so before.
    const isStaying = (action: (typeof ACTIONS)[number]): boolean =>
      transitionOf(action).from.every((state) => state === transitionOf(action).to);
    const ofNobody = giving.filter((action) => transitionOf(action).by.length === 0 && !isStaying(action));
    expect(ofNobody).toEqual(["GRANT", "GRANT_BY_RULE"]);
    expect(transitionOf("EXPIRE").to).toBe("EXPIRED");
    expect(transitionOf("SUSPEND_UNASSESSED").to).toBe("SUSPENDED");
  });

  test("第二十八条: consultation comes first, then the authority over both, then the government, which is the last", () => {
    const authority = actor("AUTHORITY", "data-administration");
    for (const state of ["CONSULTING", "ANSWERED"]) {
      expect(decideStep("COORDINATE_DISPUTE", authority, matter(state)).kind).toBe("WRONG_STATE");
      expect(decideStep("ESCALATE_DISPUTE", actor("REVIEWER", "public-security"), matter(state)).kind).toBe("allowed");
    }
    const government = actor("GOVERNMENT", "city-government");
    expect(decideStep("DECIDE_DISPUTE", government, matter("BEFORE_AUTHORITY")).kind).toBe("WRONG_STATE");
    expect(decideStep("DECIDE_DISPUTE", authority, matter("BEFORE_GOVERNMENT")).kind).toBe("WRONG_ROLE");
    const referrer = actor("GOVERNMENT", "city-government", "the-referrer");
    expect(decideStep("DECIDE_DISPUTE", referrer, matter("BEFORE_GOVERNMENT"))).toEqual({
      kind: "OWN_MATTER",
      as: "referrer",
    });
  });

  test.each([
    [
      "the city's, over a city department and a district's",
      "411100000000",
      ["411100000000", "411102000000"],
      "allowed",
    ],
    ["the province's", "410000000000", ["411100000000", "411102000000"], "allowed"],
    ["the district's, over itself and the city", "411102000000", ["411100000000", "411102000000"], "WRONG_DEPARTMENT"],
    ["one district's, over two", "411102000000", ["411102000000", "411103000000"], "WRONG_DEPARTMENT"],
    ["anybody's, over parties of whom nothing is known", "411100000000", [], "WRONG_DEPARTMENT"],
  ])("第二十八条: an authority is the common superior of both parties: %s", (_, areaCode, areas, expected) => {
    const authority = { ...actor("AUTHORITY", "an-authority"), areaCode };
    const view = { ...matter("BEFORE_AUTHORITY"), areas };
    expect(decideStep("COORDINATE_DISPUTE", authority, view).kind).toBe(expected);
    const party = { ...authority, department: "human-resources" };
    expect(decideStep("COORDINATE_DISPUTE", party, view).kind).toBe("WRONG_DEPARTMENT");
  });

  test.each([
    ["SUSPEND", "ACTIVE"],
    ["RESUME", "RECTIFIED"],
    ["CONSENT_EXTENSION", "REQUESTED"],
    ["LIFT_BAR", "IN_FORCE"],
    ["AUDIT_CHANGE", "HEAD_APPROVED"],
  ] as const)("S18: an authority takes no step between departments beyond its own area: %s", (action, state) => {
    const by = (areaCode: string, ...areas: readonly string[]) =>
      decideStep(action, { ...actor("AUTHORITY", "an-authority"), areaCode }, { ...matter(state), areas }).kind;
    expect(by("411102000000", "411100000000", "411100000000")).toBe("WRONG_DEPARTMENT");
    expect(by("411102000000", "411102000000", "411103000000")).toBe("WRONG_DEPARTMENT");
    expect(by("411102000000", "411102000000", "411102001000")).toBe("allowed");
    expect(by("411100000000", "411100000000", "411102000000")).toBe("allowed");
  });

  test("第二十七条: suspended, rectified, resumed or terminated; never resumed without rectification", () => {
    const owner = actor("OWNER", "public-security");
    expect(decideStep("RESUME", owner, matter("SUSPENDED")).kind).toBe("WRONG_STATE");
    expect(decideStep("RECTIFY", actor("APPLICANT", "human-resources"), matter("SUSPENDED")).kind).toBe("allowed");
    expect(decideStep("RESUME", owner, matter("RECTIFIED")).kind).toBe("allowed");
    expect(decideStep("TERMINATE", actor("REVIEWER", "public-security"), matter("SUSPENDED")).kind).toBe("allowed");
  });

  test("G21: 第二十七条: a data owner ends nothing alone: the head consents, and not the one who suspended", () => {
    const owner = actor("OWNER", "public-security");
    expect(decideStep("REVOKE", owner, matter("ACTIVE")).kind).toBe("WRONG_ROLE");
    expect(decideStep("TERMINATE", owner, matter("SUSPENDED")).kind).toBe("WRONG_ROLE");
    expect(decideStep("REVOKE", actor("REVIEWER", "public-security"), matter("ACTIVE")).kind).toBe("allowed");
    const self = { ...matter("SUSPENDED"), involved: { suspender: "the-head" } };
    expect(decideStep("TERMINATE", actor("REVIEWER", "public-security", "the-head"), self)).toEqual({
      kind: "OWN_MATTER",
      as: "suspender",
    });
    // A suspended grant is resumed or terminated, and not revoked past its rectification.
    expect(decideStep("REVOKE", actor("REVIEWER", "public-security"), matter("SUSPENDED")).kind).toBe("WRONG_STATE");
  });

  test.each(["SUSPEND", "TERMINATE", "REVOKE", "RESUME", "LIFT_BAR"] as const)(
    "G22: 第二十七条: the authority that takes %s is over both parties, and none of them",
    (action) => {
      const state = transitionOf(action).from[0] ?? null;
      const by = (department: string, areaCode: string) =>
        decideStep(action, { ...actor("AUTHORITY", department), areaCode }, matter(state)).kind;
      expect(by("data-administration", "411100000000")).toBe("allowed");
      expect(by("district-data-administration", "411102000000")).toBe("WRONG_DEPARTMENT");
      expect(by("human-resources", "411100000000")).toBe("WRONG_DEPARTMENT");
      expect(by("public-security", "411100000000")).toBe("WRONG_DEPARTMENT");
    },
  );

  test("G20: 第二十七条: security stops by 数据安全法, and suspends nobody's grant", () => {
    const security = actor("SECURITY_ADMINISTRATOR", "data-administration");
    expect(decideStep("SUSPEND", security, matter("ACTIVE")).kind).toBe("WRONG_ROLE");
    expect(decideStep("STOP", security, matter(null)).kind).toBe("allowed");
    const self = { ...matter("REPORTED"), involved: { reporter: "the-reporter" } };
    expect(decideStep("CLOSE_INCIDENT", actor("AUTHORITY", "data-administration", "the-reporter"), self).kind).toBe(
      "OWN_MATTER",
    );
  });

  test("G24: 第二十七条: that data is disposed of is the applicant's word until the provider confirms it", () => {
    const applicant = actor("APPLICANT", "human-resources");
    expect(decideStep("DISPOSE", applicant, matter("REVOKED")).kind).toBe("allowed");
    expect(transitionOf("DISPOSE").to).toBe("DISPOSAL_REPORTED");
    expect(decideStep("CONFIRM_DISPOSAL", applicant, matter("DISPOSAL_REPORTED")).kind).toBe("WRONG_ROLE");
    expect(decideStep("CONFIRM_DISPOSAL", actor("OWNER", "public-security"), matter("DISPOSAL_REPORTED")).kind).toBe(
      "allowed",
    );
  });

  test("G9: 第十三条、第十六条: the head consents to an entry of the catalogue, the authority audits it, and writes none itself", () => {
    expect(transitionOf("DESCRIBE_CATALOGUE").by.map(({ role }) => role)).toEqual(["OWNER"]);
    const steps = ACTIONS.filter((action) => transitionOf(action).to === "PUBLISHED");
    expect(steps.filter((action) => transitionOf(action).matter === "description")).toEqual(["PUBLISH_DESCRIPTION"]);
    expect(transitionOf("PUBLISH_DESCRIPTION")).toMatchObject({
      from: ["HEAD_APPROVED"],
      apart: ["proposer", "approver"],
      article: 16,
    });
  });
});
