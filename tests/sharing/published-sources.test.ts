import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { classified } from "../../gateway/decide/fixtures/govern.ts";
import { federate } from "../../gateway/execute/fixtures/federate.ts";
import { viewCatalogue, type CatalogueView } from "../../subgraphs/sharing/catalogue/catalogue-view.ts";
import { openOffice, type Office } from "./office.ts";
import { openReplica, PUBLIC_SECURITY, type Replica } from "./replica.ts";
import { APPLICATION, STEPS } from "./steps.ts";

/*
 * 19.3: an old system's coordinates are in force once three hands have approved exactly them, and until then nobody gets them, whatever is granted.
 * Three gateways over one register serve the system from the beginning.
 */

const SOURCE = "residence-cards";
const [OWNER, HEAD] = ["owner.public-security", "reviewer.public-security"];
const AUTHORITY = "authority.data-administration";

/** The system as its file classifies it, beside 公安's own subgraph. */
const sdlOf = (holder: string): string =>
  classified(`
    type Query { cards: [Card!] @asked }
    type Card @dataset(owner: "public-security", source: "${SOURCE}") {
      number: String @open holder: String ${holder} divisionCode: String @open @division
    }
  `);
const SDL = sdlOf("@asked(NAME)");
const CARDS = [{ number: "K1", holder: "李示例", divisionCode: "411102001001" }];
const PEOPLE = classified(`
  type Query { person: Person @open }
  type Person { name: String @asked address: String @asked(ADDRESS) divisionCode: String @open @division }
`);
const graphOf = (sdl: string) =>
  federate({
    "public-security": {
      typeDefs: PEOPLE,
      resolvers: { Query: { person: () => ({ name: "李示例", address: "示例路1号", divisionCode: "411102001001" }) } },
    },
    [SOURCE]: { typeDefs: sdl, resolvers: { Query: { cards: () => CARDS } } },
  });
const GRAPH = graphOf(SDL);

let catalogue: CatalogueView = viewCatalogue(PUBLIC_SECURITY.supergraphSdl);
let office: Office;
let replicas: readonly Replica[];

const documents = (sdl: string, file = "source: residence-cards") => ({
  ...{ source: SOURCE, file, sdl, supergraph: graphOf(sdl).supergraphSdl },
});

beforeAll(async () => {
  office = await openOffice("published_sources", { catalogue: () => catalogue });
  // The hub was founded without the system; now it is composed and deployed.
  catalogue = viewCatalogue(GRAPH.supergraphSdl);
  replicas = await Promise.all([1, 2, 3].map(() => openReplica(office.gatewayUrl, undefined, { graph: GRAPH })));
  const items = ["Query.cards", "Card.holder", "Person.name"].map((coordinate) => ({ coordinate, outcome: "CLEAR" }));
  const input = { ...APPLICATION, items };
  const { id } = await office.done<{ id: string }>("applicant.human-resources", STEPS.submitApplication, { input });
  await office.done("reviewer.human-resources", STEPS.consentToApplication, { id });
  const decisions = items.map(({ coordinate }) => ({ coordinate, decision: "CLEAR" }));
  await office.done(OWNER, STEPS.decideItems, { id, decisions });
  const { grants } = await office.done<{ grants: { id: string }[] }>(HEAD, STEPS.confirmDecision, { id });
  await office.done(OWNER, STEPS.activateGrant, { id: grants[0]?.id });
  await Promise.all(replicas.map((replica) => replica.until(replica.grants)));
});
afterAll(async () => {
  await Promise.all(replicas.map((replica) => replica.close()));
  await office.close();
});

const QUERY = { query: "{ cards { number holder } person { divisionCode } }" };
interface Answer {
  readonly data: unknown;
  readonly errors?: readonly { readonly extensions: { readonly reason: string; readonly source?: string } }[];
}
const answers = async (): Promise<unknown[]> =>
  Promise.all(
    replicas.map(async (replica) => {
      const { data, errors = [] } = (await (await replica.asked(QUERY)).json()) as Answer;
      return { data, reasons: [...new Set(errors.map(({ extensions }) => extensions.reason))] };
    }),
  );
const everywhere = (answer: object): unknown[] => replicas.map(() => answer);
/** Waits until every gateway answers so; what they answer at last is the failure. */
const settle = async (answer: object): Promise<void> => {
  const started = performance.now();
  for (;;) {
    const seen = await answers();
    if (JSON.stringify(seen) === JSON.stringify(everywhere(answer))) return;
    if (performance.now() - started > 5_000) expect(seen).toEqual(everywhere(answer));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

const PERSON = { person: { divisionCode: "411102001001" } };
const WITHHELD = { data: { cards: null, ...PERSON }, reasons: ["NOT_PUBLISHED"] };
const GIVEN = { data: { cards: [{ number: "K1", holder: "李示例" }], ...PERSON }, reasons: [] };
const RETIRED = { data: { cards: null, ...PERSON }, reasons: ["RETIRED"] };
const stateOf = async (): Promise<unknown> => {
  const sources = await office.done<{ state: string; drifted: string[] }[]>(
    "auditor.housing",
    `{ joinedSources(source: "${SOURCE}") { state drifted } }`,
  );
  return sources[0];
};

const lastOfGrants = () => {
  const last = office.events.filter(({ change: { what } }) => what === "grant").at(-1);
  if (last === undefined) throw new Error("No event of a grant");
  return last;
};

test("19.3: what is granted of a system that nobody has published is null with a reason, on every gateway", async () => {
  expect(await answers()).toEqual(everywhere(WITHHELD));
  expect(await stateOf()).toBeUndefined();
});

test("19.3, 第十三条, 第十六条: it is proposed by its owner, consented to by the head and audited by the authority, no two of them one person; only then is it given", async () => {
  const { done, refused } = office;
  await done(OWNER, STEPS.connectSource, { source: SOURCE });
  expect(await refused(OWNER, STEPS.proposePublication, documents(SDL))).toBe("HUB_STEP_REFUSED WRONG_STATE");
  await done(OWNER, STEPS.profileSource, { source: SOURCE, file: "source: residence-cards" });
  expect(await stateOf()).toEqual({ state: "PROFILED", drifted: [] });
  const { id, ...proposal } = await done<{ id: string }>(OWNER, STEPS.proposePublication, documents(SDL));
  expect(proposal).toMatchObject({
    state: "PROPOSED",
    fileSha256: createHash("sha256").update("source: residence-cards").digest("hex"),
    sdlSha256: createHash("sha256").update(SDL).digest("hex"),
    items: expect.arrayContaining([
      {
        ...{ coordinate: "Card.holder", source: SOURCE, owner: "public-security", level: "L3", share: "CONDITIONAL" },
        ...{ mask: "NAME", importance: "GENERAL", type: "String", division: false },
      },
    ]),
    affectedOperations: [],
  });
  // Once more is refused: one proposal at a time.
  expect(await refused(OWNER, STEPS.proposePublication, documents(SDL))).toBe("HUB_STEP_REFUSED WRONG_STATE");
  expect(await refused(OWNER, STEPS.approvePublication, { id })).toBe("HUB_STEP_REFUSED WRONG_ROLE");
  expect(await answers()).toEqual(everywhere(WITHHELD));
  await done(HEAD, STEPS.approvePublication, { id });
  expect(await answers()).toEqual(everywhere(WITHHELD));
  await done(AUTHORITY, STEPS.auditPublication, { id, approve: true });
  await settle(GIVEN);
  // The catalogue in force has it as it was approved.
  expect(await stateOf()).toEqual({ state: "PUBLISHED", drifted: [] });
  expect(office.events.filter(({ change }) => change.what === "source").map(({ action }) => action)).toEqual([
    ...["CONNECT_SOURCE", "PROFILE_SOURCE", "CLASSIFY_SOURCE", "AUDIT_SOURCE", "PUBLISH_SOURCE"],
  ]);
});

test("19.3: what is proposed has to be of the department, and the same in both documents", async () => {
  const refused = (more: object): Promise<string> =>
    office.refused(OWNER, STEPS.proposePublication, { ...documents(SDL), ...more });
  expect(await refused({ sdl: sdlOf("@open") })).toBe("HUB_CATALOGUE_REFUSED");
  expect(await refused({ sdl: "type {" })).toBe("HUB_APPLICATION_INVALID");
  expect(await refused({ supergraph: PUBLIC_SECURITY.supergraphSdl })).toBe("HUB_CATALOGUE_REFUSED");
  const foreign = GRAPH.supergraphSdl.replace('owner: "public-security"', 'owner: "housing"');
  expect(foreign).not.toBe(GRAPH.supergraphSdl);
  expect(await refused({ supergraph: foreign })).toBe("HUB_CATALOGUE_REFUSED");
});

test("19.3: a gateway that serves it otherwise than it was approved gives nothing of what differs", async () => {
  const other = await openReplica(office.gatewayUrl, undefined, { graph: graphOf(sdlOf("@open")) });
  await other.until(other.grants);
  const { data, errors = [] } = (await (await other.asked(QUERY)).json()) as Answer;
  expect({ data, reasons: errors.map(({ extensions }) => extensions) }).toMatchObject({
    data: { cards: [{ number: "K1", holder: null }] },
    reasons: [{ reason: "NOT_PUBLISHED", source: SOURCE }],
  });
  await other.close();
});

test("19.4: a drift degrades it until it is in order again, or its change is approved", async () => {
  const { done, refused } = office;
  const drift = { source: SOURCE, coordinates: ["Card.holder"] };
  expect(await refused(OWNER, STEPS.reportSourceDrift, { ...drift, coordinates: ["Person.name"] })).toBe(
    "HUB_UNKNOWN_COORDINATE",
  );
  await done(OWNER, STEPS.reportSourceDrift, drift);
  expect(await stateOf()).toEqual({ state: "DEGRADED", drifted: ["Card.holder"] });
  await done(OWNER, STEPS.restoreSource, { source: SOURCE });
  expect(await stateOf()).toEqual({ state: "PUBLISHED", drifted: [] });
  await done(OWNER, STEPS.reportSourceDrift, drift);
  const { id } = await done<{ id: string }>(
    OWNER,
    STEPS.proposePublication,
    documents(SDL, "source: residence-cards # 2"),
  );
  await done(HEAD, STEPS.approvePublication, { id });
  await done(AUTHORITY, STEPS.auditPublication, { id, approve: true });
  expect(await stateOf()).toEqual({ state: "PUBLISHED", drifted: [] });
  await settle(GIVEN);
});

test("19.3: retired by the same hands, its fields are null with the reason, and it is never proposed again", async () => {
  const { done, refused } = office;
  const { id } = await done<{ id: string }>(OWNER, STEPS.proposeRetirement, { source: SOURCE });
  await done(HEAD, STEPS.approvePublication, { id });
  expect(await answers()).toEqual(everywhere(GIVEN));
  await done(AUTHORITY, STEPS.auditPublication, { id, approve: true });
  await settle(RETIRED);
  expect(await stateOf()).toEqual({ state: "RETIRED", drifted: [] });
  expect(await refused(OWNER, STEPS.proposePublication, documents(SDL))).toBe("HUB_STEP_REFUSED WRONG_STATE");
  // Both sides are told what became of the grant.
  const { action, change, detail } = lastOfGrants();
  expect([action, change.before, change.after, detail]).toEqual([
    "NARROW_WITH_SOURCE",
    "ACTIVE",
    "ACTIVE",
    { source: SOURCE, removed: ["Card.holder", "Query.cards"] },
  ]);
});
