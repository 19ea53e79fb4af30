import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { schema } from "../../subgraphs/sharing/schema.ts";
import { writeSpreadsheet } from "../../subgraphs/sharing/catalogue/spreadsheet.ts";
import { catalogueOfFile } from "../../subgraphs/sharing/catalogue/load-catalogue.ts";
import { sourceMatters, type SourceDocuments } from "./joined-source.ts";
import { openOffice, ROLES, type Office } from "./office.ts";
import { APPLICATION, DECISIONS, matters, REGISTER_KEYED_APP, STEPS, type Step } from "./steps.ts";

type Matters = ReturnType<typeof matters>;

interface Row {
  /** Department whose officers try. */
  readonly department: string;
  /** Roles that may, written out here a second time: the state machine's table must not be its own witness. */
  readonly may: readonly string[];
  readonly prepare: (matters: Matters, office: Office) => Promise<object>;
}

const CONSUMER = "human-resources";
const PROVIDER = "public-security";
const HUB = "data-administration";

const nothing = (): Promise<object> => Promise.resolve({});
const by =
  (make: Exclude<keyof Matters, "description" | "approvedDescription" | "newOperation">, more: object = {}) =>
  async (all: Matters) => ({ id: await all[make](), ...more });

const view = catalogueOfFile()();

/** The catalogue's own rows of one of 公安's types, as a spreadsheet in Base64. */
const vehicles = writeSpreadsheet(
  view,
  view.items.filter(({ typeName, owner }) => typeName === "Vehicle" && owner === PROVIDER),
  new Map(),
).toString("base64");
const sheet = (): Promise<object> => Promise.resolve({ spreadsheet: vehicles });

/** A supergraph of another content than the one before. */
let editions = 0;
const edition = (): string => `${view.supergraph}\n"版本" type Edition${(editions += 1)} { a: Int }\n`;

const publishedSource = async (at: Office): Promise<SourceDocuments> => {
  const made = await sourceMatters(at).audited();
  await at.done("authority.data-administration", STEPS.publishCatalogue, { supergraph: made.supergraph });
  return made;
};

const MATRIX: Readonly<Record<Step, Row>> = {
  submitApplication: {
    department: CONSUMER,
    may: ["APPLICANT"],
    prepare: () => Promise.resolve({ input: APPLICATION }),
  },
  consentToApplication: { department: CONSUMER, may: ["REVIEWER"], prepare: by("submitted") },
  declineApplication: { department: CONSUMER, may: ["REVIEWER"], prepare: by("submitted") },
  withdrawApplication: { department: CONSUMER, may: ["APPLICANT"], prepare: by("received") },
  tellIncomplete: { department: PROVIDER, may: ["OWNER"], prepare: by("received") },
  supplementApplication: { department: CONSUMER, may: ["APPLICANT"], prepare: by("incomplete") },
  decideItems: { department: PROVIDER, may: ["OWNER"], prepare: by("received", { decisions: DECISIONS }) },
  confirmDecision: { department: PROVIDER, may: ["REVIEWER"], prepare: by("decided") },
  returnDecision: { department: PROVIDER, may: ["REVIEWER"], prepare: by("decided") },
  requestExtension: { department: PROVIDER, may: ["OWNER"], prepare: by("received") },
  answerExtension: { department: HUB, may: ["AUTHORITY"], prepare: by("extension", { consent: true }) },
  activateGrant: { department: PROVIDER, may: ["OWNER"], prepare: by("granted") },
  assessGrant: { department: PROVIDER, may: ["OWNER"], prepare: by("active") },
  narrowGrant: { department: PROVIDER, may: ["OWNER"], prepare: by("active") },
  suspendGrant: { department: PROVIDER, may: ["OWNER"], prepare: by("active") },
  reportRectification: { department: CONSUMER, may: ["APPLICANT"], prepare: by("suspended") },
  resumeGrant: { department: PROVIDER, may: ["OWNER"], prepare: by("rectified") },
  terminateGrant: { department: PROVIDER, may: ["REVIEWER"], prepare: by("suspended") },
  revokeGrant: { department: PROVIDER, may: ["REVIEWER"], prepare: by("active") },
  relinquishGrant: { department: CONSUMER, may: ["APPLICANT"], prepare: by("active") },
  reportDisposal: { department: CONSUMER, may: ["APPLICANT"], prepare: by("revoked") },
  confirmDisposal: { department: PROVIDER, may: ["OWNER"], prepare: by("reportedDisposal") },
  reportIncident: { department: HUB, may: ["SECURITY_ADMINISTRATOR"], prepare: by("incident") },
  closeIncident: { department: HUB, may: ["AUTHORITY"], prepare: by("reportedIncident") },
  renewGrant: { department: CONSUMER, may: ["APPLICANT"], prepare: by("active") },
  emergencyStop: {
    department: HUB,
    may: ["SECURITY_ADMINISTRATOR"],
    prepare: () => Promise.resolve({ kind: "APP", target: "housing-app" }),
  },
  liftStop: {
    department: HUB,
    may: ["SECURITY_ADMINISTRATOR"],
    prepare: (_, office) =>
      office.done("security-administrator.housing", STEPS.emergencyStop, { kind: "PROVIDER", target: "enterprise" }),
  },
  imposeBar: { department: PROVIDER, may: ["OWNER"], prepare: () => Promise.resolve(barring()) },
  liftBar: { department: PROVIDER, may: ["OWNER"], prepare: by("bar") },
  fileCorrection: { department: CONSUMER, may: ["APPLICANT"], prepare: nothing },
  answerCorrection: { department: PROVIDER, may: ["OWNER"], prepare: by("correction", { upheld: true }) },
  fileDispute: { department: CONSUMER, may: ["APPLICANT", "OWNER"], prepare: by("active", { matter: "GRANT" }) },
  answerDispute: { department: PROVIDER, may: ["REVIEWER"], prepare: by("dispute") },
  settleDispute: { department: CONSUMER, may: ["REVIEWER"], prepare: by("answeredDispute") },
  escalateDispute: { department: PROVIDER, may: ["REVIEWER"], prepare: by("dispute") },
  coordinateDispute: { department: HUB, may: ["AUTHORITY"], prepare: by("escalatedDispute", { settled: false }) },
  decideDispute: { department: HUB, may: ["GOVERNMENT"], prepare: by("referredDispute") },
  withdrawDispute: { department: CONSUMER, may: ["APPLICANT", "OWNER"], prepare: by("escalatedDispute") },
  fileDemand: { department: CONSUMER, may: ["APPLICANT"], prepare: nothing },
  proposeCatalogueChange: { department: PROVIDER, may: ["OWNER"], prepare: nothing },
  approveCatalogueChange: { department: PROVIDER, may: ["REVIEWER"], prepare: by("change") },
  auditCatalogueChange: { department: HUB, may: ["AUTHORITY"], prepare: by("approvedChange", { approve: false }) },
  callCatalogueUpdate: { department: PROVIDER, may: ["OWNER", "AUTHORITY"], prepare: nothing },
  requestUpdateExtension: { department: PROVIDER, may: ["OWNER"], prepare: by("update") },
  answerUpdateExtension: { department: HUB, may: ["AUTHORITY"], prepare: by("extendedUpdate", { consent: true }) },
  completeCatalogueUpdate: { department: PROVIDER, may: ["REVIEWER"], prepare: by("approvedUpdate") },
  publishCatalogue: {
    department: HUB,
    may: ["AUTHORITY"],
    prepare: () => Promise.resolve({ supergraph: edition() }),
  },
  importCatalogue: { department: PROVIDER, may: ["OWNER"], prepare: sheet },
  approveCatalogueDescription: {
    department: PROVIDER,
    may: ["REVIEWER"],
    prepare: async (all) => ({ id: await all.description(vehicles) }),
  },
  auditCatalogueDescription: {
    department: HUB,
    may: ["AUTHORITY"],
    prepare: async (all) => ({ id: await all.approvedDescription(vehicles), approve: true }),
  },
  registerDepartment: { department: HUB, may: ["SECURITY_ADMINISTRATOR"], prepare: nothing },
  registerApp: { department: HUB, may: ["SECURITY_ADMINISTRATOR"], prepare: nothing },
  registerOfficer: { department: HUB, may: ["SECURITY_ADMINISTRATOR"], prepare: nothing },
  confirmRoles: {
    department: HUB,
    may: ["SECURITY_ADMINISTRATOR"],
    prepare: (_, office) => office.done("founder.data-administration", STEPS.registerOfficer),
  },
  confirmKeys: {
    department: HUB,
    may: ["SECURITY_ADMINISTRATOR"],
    prepare: (_, office) => office.done("founder.data-administration", REGISTER_KEYED_APP),
  },
  registerOperations: {
    department: CONSUMER,
    may: ["APPLICANT"],
    prepare: ({ newOperation }) => Promise.resolve({ operations: [newOperation()] }),
  },
  confirmOperations: {
    department: CONSUMER,
    may: ["REVIEWER"],
    prepare: async (all) => ({ operations: [await all.proposedOperation()] }),
  },
  connectSource: {
    department: PROVIDER,
    may: ["OWNER"],
    prepare: () => Promise.resolve({ source: `new-source-${(editions += 1)}` }),
  },
  profileSource: { department: PROVIDER, may: ["OWNER"], prepare: (_, at) => sourceMatters(at).connected() },
  reportSourceDrift: { department: PROVIDER, may: ["OWNER"], prepare: (_, at) => publishedSource(at) },
  restoreSource: {
    department: PROVIDER,
    may: ["OWNER"],
    prepare: async (_, at) => {
      const made = await publishedSource(at);
      await at.done("owner.public-security", STEPS.reportSourceDrift, made);
      return made;
    },
  },
  proposePublication: { department: PROVIDER, may: ["OWNER"], prepare: (_, at) => sourceMatters(at).profiled() },
  proposeRetirement: { department: PROVIDER, may: ["OWNER"], prepare: (_, at) => sourceMatters(at).audited() },
  approvePublication: { department: PROVIDER, may: ["REVIEWER"], prepare: (_, at) => sourceMatters(at).proposed() },
  auditPublication: {
    department: HUB,
    may: ["AUTHORITY"],
    prepare: async (_, at) => ({ ...(await sourceMatters(at).approved()), approve: true }),
  },
  retireOperation: {
    department: CONSUMER,
    may: ["APPLICANT", "REVIEWER"],
    prepare: async (all) => ({ operation: await all.operation() }),
  },
};

/** Steps that the hub's departments take in matters between others. */
const OF_OTHERS = new Set<Step>([
  "answerExtension",
  "coordinateDispute",
  "decideDispute",
  "auditCatalogueChange",
  "auditCatalogueDescription",
  "auditPublication",
  "answerUpdateExtension",
]);
/** Roles that take a step too, but in another department: the applicant's, or one that is no party. */
const MAY_ELSEWHERE = new Set([
  "assessGrant APPLICANT",
  "narrowGrant APPLICANT",
  ...["liftBar", "suspendGrant", "resumeGrant", "terminateGrant", "revokeGrant"].map((step) => `${step} AUTHORITY`),
]);
const OVERSEERS = new Set<string>(["AUTHORITY", "AUDITOR", "SECURITY_ADMINISTRATOR", "GOVERNMENT"]);

/** A bar of a purpose that none was about before. */
let bars = 0;
const barring = (): object => ({ department: "housing", purpose: `BARRED_${(bars += 1)}`, reason: "先行核查" });

const accountOf = (role: string, department: string): string =>
  `${role.toLowerCase().replaceAll("_", "-")}.${department}`;

let office: Office;
beforeAll(async () => {
  office = await openOffice("roles", { catalogue: () => view });
});
afterAll(() => office.close());

test("the matrix knows every mutation that there is", () => {
  expect(Object.keys(MATRIX).sort()).toEqual(Object.keys(schema.getMutationType()?.getFields() ?? {}).sort());
});

describe.each(Object.keys(MATRIX) as Step[])("%s", (step) => {
  const { department, may, prepare } = MATRIX[step];

  test(`R22: is for ${may.join(", ")} alone, and outsiders are not told that there is such a matter`, async () => {
    let variables = await prepare(matters(office), office);
    for (const role of ROLES.filter((candidate) => !may.includes(candidate))) {
      const answer = await office.refused(accountOf(role, department), STEPS[step], variables);
      const isElsewhere = MAY_ELSEWHERE.has(`${step} ${role}`);
      const expected = isElsewhere ? "WRONG_DEPARTMENT" : "WRONG_ROLE";
      // R22: who neither takes part in a matter nor oversees any is not told that there is one.
      const isOutside = department === HUB && OF_OTHERS.has(step) && !OVERSEERS.has(role);
      expect([role, answer]).toEqual([role, isOutside ? "HUB_NOT_FOUND" : `HUB_STEP_REFUSED ${expected}`]);
    }
    for (const [at, role] of may.entries()) {
      if (at > 0) variables = await prepare(matters(office), office);
      expect([role, await office.refused(accountOf(role, department), STEPS[step], variables)]).toEqual([
        role,
        "allowed",
      ]);
    }
  });

  test("is for nobody whom the register does not know", async () => {
    for (const stranger of [`nobody@${department}`, `${accountOf(may[0] ?? "", department)}@enterprise`]) {
      const variables = {
        id: "1",
        input: APPLICATION,
        decisions: [],
        consent: true,
        approve: true,
        upheld: true,
        settled: true,
      };
      const named = {
        ...variables,
        spreadsheet: "",
        kind: "APP",
        matter: "GRANT",
        target: "housing-app",
        department: "housing",
        reason: "r",
        supergraph: "type Query { a: Int }",
        operations: [],
        operation: "",
      };
      expect(await office.refused(stranger, STEPS[step], named)).toBe("HUB_OFFICER_UNKNOWN");
    }
  });
});

describe("nobody approves their own", () => {
  const ALL = `mutation ($id: String!, $roles: [PartyRole!]!) {
    registerOfficer(id: $id, department: "public-security", name: "身兼数职", roles: $roles) { id } }`;
  const everything = "everything.public-security";
  const own = { ...APPLICATION, app: "public-security-app" };

  beforeAll(async () => {
    // Roles that the register would not give together: what keeps matters apart has to hold without it.
    await office.registered(everything, "public-security", "APPLICANT");
    const given = { officerId: everything, givenBy: "operator", givenAt: new Date() };
    const more = (["REVIEWER", "OWNER", "AUTHORITY", "SECURITY_ADMINISTRATOR"] as const).map((role) => ({
      ...given,
      role,
    }));
    await office.database.officerRole.createMany({ data: more });
  });

  test("an officer with every role carries their own application nowhere", async () => {
    const refused = (step: Step, variables: object): Promise<string> =>
      office.refused(everything, STEPS[step], variables);
    const { id } = await office.done<{ id: string }>(everything, STEPS.submitApplication, { input: own });
    expect(await refused("consentToApplication", { id })).toBe("HUB_STEP_REFUSED OWN_MATTER");
    await office.done("reviewer.public-security", STEPS.consentToApplication, { id });
    expect(await refused("tellIncomplete", { id })).toBe("HUB_STEP_REFUSED OWN_MATTER");
    expect(await refused("requestExtension", { id })).toBe("HUB_STEP_REFUSED OWN_MATTER");
    expect(await refused("decideItems", { id, decisions: DECISIONS })).toBe("HUB_STEP_REFUSED OWN_MATTER");
    await office.done("owner.public-security", STEPS.decideItems, { id, decisions: DECISIONS });
    expect(await refused("confirmDecision", { id })).toBe("HUB_STEP_REFUSED OWN_MATTER");
    const { grants } = await office.done<{ grants: { id: string }[] }>(
      "reviewer.public-security",
      STEPS.confirmDecision,
      { id },
    );
    expect(await refused("activateGrant", { id: grants[0]?.id })).toBe("HUB_STEP_REFUSED OWN_MATTER");
  });

  test("who decided does not confirm, who asked for an extension does not consent, who stopped does not lift", async () => {
    const all = matters(office);
    const id = await all.received();
    const extension = await office.done<{ id: string }>(everything, STEPS.requestExtension, { id });
    const consent = { id: extension.id, consent: true };
    expect(await office.refused(everything, STEPS.answerExtension, consent)).toBe("HUB_STEP_REFUSED WRONG_DEPARTMENT");
    await office.done(everything, STEPS.decideItems, { id, decisions: DECISIONS });
    expect(await office.refused(everything, STEPS.confirmDecision, { id })).toBe("HUB_STEP_REFUSED OWN_MATTER");
    const target = { kind: "COORDINATE", target: "Person.name" };
    const stop = await office.done<{ id: string }>(everything, STEPS.emergencyStop, target);
    expect(await office.refused(everything, STEPS.liftStop, { id: stop.id })).toBe("HUB_STEP_REFUSED OWN_MATTER");
    await office.done("security-administrator.housing", STEPS.liftStop, { id: stop.id });
  });

  test("T8: who proposed a change completes no update that it belongs to", async () => {
    const { id } = await office.done<{ id: string }>(everything, STEPS.callCatalogueUpdate);
    const part = await office.done<{ id: string }>(everything, STEPS.proposeCatalogueChange, { update: id });
    expect(await office.refused(everything, STEPS.approveCatalogueChange, { id: part.id })).toBe(
      "HUB_STEP_REFUSED OWN_MATTER",
    );
    await office.done("reviewer.public-security", STEPS.approveCatalogueChange, { id: part.id });
    expect(await office.refused(everything, STEPS.completeCatalogueUpdate, { id })).toBe("HUB_STEP_REFUSED OWN_MATTER");
    expect(await office.refused("reviewer.public-security", STEPS.completeCatalogueUpdate, { id })).toBe("allowed");
  });

  test("nobody gives themselves a role", async () => {
    const gift = { id: everything, roles: ["AUDITOR"] };
    expect(await office.refused(everything, ALL, gift)).toBe("HUB_STEP_REFUSED OWN_MATTER");
  });
});
