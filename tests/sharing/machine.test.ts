import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Client } from "pg";
import { catalogueOfFile } from "../../subgraphs/sharing/catalogue/load-catalogue.ts";
import { writeSpreadsheet } from "../../subgraphs/sharing/catalogue/spreadsheet.ts";
import { recordLapses } from "../../subgraphs/sharing/clock/record-lapses.ts";
import type { SharingEvent } from "../../subgraphs/sharing/event.ts";
import * as stored from "../../subgraphs/sharing/generated/prisma/enums.ts";
import { grantMatter } from "../../subgraphs/sharing/matters/grant.ts";
import { Grant } from "../../subgraphs/sharing/types/grant.ts";
import { adoptServedSources } from "../../subgraphs/sharing/workflow/adopt-all.ts";
import { appointAdministrator } from "../../subgraphs/sharing/workflow/appoint-administrator.ts";
import { movesOf } from "../../subgraphs/sharing/workflow/declare.ts";
import { STATE_MACHINE, type Action } from "../../subgraphs/sharing/workflow/state-machine.ts";
import { STATES } from "../../subgraphs/sharing/workflow/states.ts";
import type { StepContext } from "../../subgraphs/sharing/workflow/step.ts";
import { ROLES } from "../../subgraphs/sharing/workflow/transition.ts";
import { openOffice, type Office } from "./office.ts";
import { sourceMatters, type SourceDocuments } from "./joined-source.ts";
import { DECISIONS, matters, REGISTER_KEYED_APP, STEPS } from "./steps.ts";

const view = catalogueOfFile()();
let office: Office;
let sql: Client;
beforeAll(async () => {
  office = await openOffice("machine", { catalogue: () => view });
  sql = new Client({ connectionString: office.databaseUrl });
  await sql.connect();
});
afterAll(async () => {
  await sql.end();
  await office.close();
});

/** Where the state of a matter stands; a party, a demand and the catalogue have but one, and store none. */
const STORED = {
  application: "select state::text from application where id = $1",
  review: "select state::text from review where id = $1",
  extension: "select state::text from extension where id = $1",
  grant: "select state::text from sharing_grant where id = $1",
  incident: "select state::text from incident where id = $1",
  description: "select state::text from catalogue_description where id = $1",
  stop: "select case when lifted_at is null then 'IN_FORCE' else 'LIFTED' end as state from emergency_stop where id = $1",
  bar: "select state::text from bar where id = $1",
  correction: "select state::text from correction where id = $1",
  dispute: "select state::text from dispute where id = $1",
  change: "select state::text from catalogue_change where id = $1",
  update: "select state::text from catalogue_update where id = $1",
  source: "select state::text from joined_source where name = $1",
  publication: "select state::text from source_publication where id = $1",
  party: null,
  demand: null,
  catalogue: null,
} as const satisfies Readonly<Record<keyof typeof STATES, string | null>>;

const storedState = async ({ what, id }: SharingEvent["change"]): Promise<string | null> => {
  const query = STORED[what];
  if (query === null) return Object.keys(STATES[what])[0] ?? null;
  const { rows } = await sql.query<{ state: string }>(query, [id.replace(/^G/, "")]);
  return rows[0]?.state ?? null;
};

/** Compares the last event of every matter with what its row says. */
const compare = async (events: readonly SharingEvent[]): Promise<void> => {
  const last = new Map(
    events
      .filter(({ change }) => change.after !== null)
      .map((event) => [`${event.change.what} ${event.change.id}`, event]),
  );
  for (const { action, change } of last.values()) {
    expect([action, change.id, await storedState(change)]).toEqual([action, change.id, change.after]);
  }
};

/** A source that a published catalogue has. */
const publishedSource = async (at: Office): Promise<SourceDocuments> => {
  const made = await sourceMatters(at).audited();
  await at.done(AUTHORITY, STEPS.publishCatalogue, { supergraph: made.supergraph });
  return made;
};
/** The first catalogue is taken when the register is founded, here once more in a hub that has none yet. */
const adopting = async (_: unknown, { events }: Office): Promise<void> => {
  const from = events.length;
  await sql.query("truncate first_catalogue, source_publication, joined_source");
  await adoptServedSources(office.database);
  await compare(events.slice(from));
};
const degradedSource = async (at: Office): Promise<SourceDocuments> => {
  const made = await publishedSource(at);
  await at.done(OWNER, STEPS.reportSourceDrift, made);
  return made;
};

/** Retires a source of which a grant has something, beside what it has of others, or nothing else. */
const retiringUnder = async (at: Office, all: ReturnType<typeof matters>, isAll: boolean): Promise<void> => {
  const { source } = await sourceMatters(at).audited();
  const { items } = await office.database.sourcePublication.findFirstOrThrow({ where: { source } });
  const coordinates = (items as { coordinate: string }[]).map(({ coordinate }) => coordinate);
  const grantId = Number((await all.active()).slice(1));
  if (isAll) await office.database.grantItem.updateMany({ where: { grantId }, data: { removedAt: new Date() } });
  await office.database.grantItem.createMany({
    data: coordinates.map((coordinate) => ({ grantId, coordinate, outcome: "CLEAR" as const })),
  });
  const id = await sourceMatters(at).retiring(source);
  await at.done(AUTHORITY, STEPS.auditPublication, { id, approve: true });
};

/** The office, with every step that is taken in it compared. */
const watched = (): Office => ({
  ...office,
  done: async (officer, operation, variables) => {
    const before = office.events.length;
    const result = await office.done(officer, operation, variables);
    await compare(office.events.slice(before));
    return result as never;
  },
});

/** The catalogue's own rows of one of 公安's types, as a spreadsheet in Base64. */
const vehicles = writeSpreadsheet(
  view,
  view.items.filter(({ typeName, owner }) => typeName === "Vehicle" && owner === "public-security"),
  new Map(),
).toString("base64");

const OWNER = "owner.public-security";
const HEAD = "reviewer.public-security";
const APPLICANT = "applicant.human-resources";
const CONSUMER_HEAD = "reviewer.human-resources";
const AUTHORITY = "authority.data-administration";
const SECURITY = "security-administrator.data-administration";

/** How each step is brought about. A step that the machine lists and this does not know is an error of types. */
const BRINGING_ABOUT: Readonly<Record<Action, (all: ReturnType<typeof matters>, at: Office) => Promise<unknown>>> = {
  SUBMIT: async (all, { done }) => done(APPLICANT, STEPS.renewGrant, { id: await all.active() }),
  CONSENT: (all) => all.received(),
  DECLINE: async (all, { done }) => done(CONSUMER_HEAD, STEPS.declineApplication, { id: await all.submitted() }),
  WITHDRAW: async (all, { done }) => done(APPLICANT, STEPS.withdrawApplication, { id: await all.submitted() }),
  TELL_INCOMPLETE: (all) => all.incomplete(),
  SUPPLEMENT: async (all, { done }) => done(APPLICANT, STEPS.supplementApplication, { id: await all.incomplete() }),
  DECIDE: (all) => all.decided(),
  CONFIRM: async (all, { done }) => done(HEAD, STEPS.confirmDecision, { id: await all.decided() }),
  RETURN: async (all, { done }) => {
    const id = await all.decided();
    await done(HEAD, STEPS.returnDecision, { id });
    await done(OWNER, STEPS.decideItems, { id, decisions: DECISIONS });
  },
  REQUEST_EXTENSION: (all) => all.extension(),
  CONSENT_EXTENSION: async (all, { done }) =>
    done(AUTHORITY, STEPS.answerExtension, { id: await all.extension(), consent: true }),
  REJECT_EXTENSION: async (all, { done }) =>
    done(AUTHORITY, STEPS.answerExtension, { id: await all.extension(), consent: false }),
  ACTIVATE: (all) => all.active(),
  ASSESS: async (all, { done }) => done(OWNER, STEPS.assessGrant, { id: await all.active() }),
  NARROW: async (all, { done }) => done(OWNER, STEPS.narrowGrant, { id: await all.active() }),
  SUSPEND: (all) => all.suspended(),
  RECTIFY: (all) => all.rectified(),
  RESUME: async (all, { done }) => done(OWNER, STEPS.resumeGrant, { id: await all.rectified() }),
  TERMINATE: async (all, { done }) => done(HEAD, STEPS.terminateGrant, { id: await all.suspended() }),
  REVOKE: (all) => all.revoked(),
  RELINQUISH: async (all, { done }) => done(APPLICANT, STEPS.relinquishGrant, { id: await all.active() }),
  DISPOSE: async (all, { done }) => done(APPLICANT, STEPS.reportDisposal, { id: await all.revoked() }),
  CONFIRM_DISPOSAL: async (all, { done }) => done(OWNER, STEPS.confirmDisposal, { id: await all.reportedDisposal() }),
  STOP: (_, { done }) => done(SECURITY, STEPS.emergencyStop, { kind: "APP", target: "housing-app" }),
  LIFT: async (_, { done }) => {
    const { id } = await done<{ id: string }>(SECURITY, STEPS.emergencyStop, { kind: "APP", target: "enterprise-app" });
    await done("security-administrator.housing", STEPS.liftStop, { id });
  },
  OPEN_INCIDENT: (all) => all.incident(),
  REPORT_INCIDENT: (all) => all.reportedIncident(),
  CLOSE_INCIDENT: async (all, { done }) => done(AUTHORITY, STEPS.closeIncident, { id: await all.reportedIncident() }),
  IMPOSE_BAR: (all) => all.bar(),
  LIFT_BAR: async (all, { done }) => done(OWNER, STEPS.liftBar, { id: await all.bar() }),
  FILE_CORRECTION: (all) => all.correction(),
  UPHOLD_CORRECTION: async (all, { done }) =>
    done(OWNER, STEPS.answerCorrection, { id: await all.correction(), upheld: true }),
  REJECT_CORRECTION: async (all, { done }) =>
    done(OWNER, STEPS.answerCorrection, { id: await all.correction(), upheld: false }),
  FILE_DISPUTE: (all) => all.dispute(),
  ANSWER_DISPUTE: (all) => all.answeredDispute(),
  SETTLE_DISPUTE: async (all, { done }) =>
    done(CONSUMER_HEAD, STEPS.settleDispute, { id: await all.answeredDispute() }),
  ESCALATE_DISPUTE: (all) => all.escalatedDispute(),
  COORDINATE_DISPUTE: async (all, { done }) =>
    done(AUTHORITY, STEPS.coordinateDispute, { id: await all.escalatedDispute(), settled: true }),
  REFER_DISPUTE: (all) => all.referredDispute(),
  DECIDE_DISPUTE: async (all, { done }) =>
    done("government.data-administration", STEPS.decideDispute, { id: await all.referredDispute() }),
  WITHDRAW_DISPUTE: async (all, { done }) => done(APPLICANT, STEPS.withdrawDispute, { id: await all.dispute() }),
  PROPOSE_CHANGE: (all) => all.change(),
  APPROVE_CHANGE: (all) => all.approvedChange(),
  AUDIT_CHANGE: async (all, { done }) =>
    done(AUTHORITY, STEPS.auditCatalogueChange, { id: await all.approvedChange(), approve: true }),
  REFUSE_CHANGE: async (all, { done }) =>
    done(AUTHORITY, STEPS.auditCatalogueChange, { id: await all.approvedChange(), approve: false }),
  CALL_UPDATE: (all) => all.update(),
  REQUEST_UPDATE_EXTENSION: (all) => all.extendedUpdate(),
  CONSENT_UPDATE_EXTENSION: async (all, { done }) =>
    done(AUTHORITY, STEPS.answerUpdateExtension, { id: await all.extendedUpdate(), consent: true }),
  REJECT_UPDATE_EXTENSION: async (all, { done }) =>
    done(AUTHORITY, STEPS.answerUpdateExtension, { id: await all.extendedUpdate(), consent: false }),
  COMPLETE_UPDATE: async (all, { done }) =>
    done(HEAD, STEPS.completeCatalogueUpdate, { id: await all.approvedUpdate() }),
  PUBLISH_CATALOGUE: async (_, { done }) => {
    const supergraph = `${view.supergraph}\n"版本" type Edition { a: Int }\n`;
    await done(AUTHORITY, STEPS.publishCatalogue, { supergraph });
  },
  DESCRIBE_CATALOGUE: (all) => all.description(vehicles),
  APPROVE_DESCRIPTION: (all) => all.approvedDescription(vehicles),
  PUBLISH_DESCRIPTION: async (all, { done }) =>
    done(AUTHORITY, STEPS.auditCatalogueDescription, { id: await all.approvedDescription(vehicles), approve: true }),
  REFUSE_DESCRIPTION: async (all, { done }) =>
    done(AUTHORITY, STEPS.auditCatalogueDescription, { id: await all.approvedDescription(vehicles), approve: false }),
  CONNECT_SOURCE: (_, at) => sourceMatters(at).connected(),
  PROFILE_SOURCE: (_, at) => sourceMatters(at).profiled(),
  PROPOSE_PUBLICATION: (_, at) => sourceMatters(at).proposed(),
  APPROVE_PUBLICATION: (_, at) => sourceMatters(at).approved(),
  AUDIT_PUBLICATION: (_, at) => sourceMatters(at).audited(),
  REFUSE_PUBLICATION: async (_, at) => {
    const { id } = await sourceMatters(at).approved();
    await at.done(AUTHORITY, STEPS.auditPublication, { id, approve: false });
  },
  PROPOSE_RETIREMENT: async (_, at) => sourceMatters(at).retiring((await sourceMatters(at).audited()).source),
  CLASSIFY_SOURCE: (_, at) => sourceMatters(at).proposed(),
  RETURN_SOURCE: async (_, at) => {
    const { id } = await sourceMatters(at).approved();
    await at.done(AUTHORITY, STEPS.auditPublication, { id, approve: false });
  },
  AUDIT_SOURCE: (_, at) => sourceMatters(at).audited(),
  PUBLISH_SOURCE: (_, at) => publishedSource(at),
  DEGRADE_SOURCE: (_, at) => degradedSource(at),
  RESTORE_SOURCE: async (_, at) => at.done(OWNER, STEPS.restoreSource, await degradedSource(at)),
  AMEND_SOURCE: async (_, at) => sourceMatters(at).audited(await degradedSource(at)),
  RETIRE_SOURCE: async (_, at) => {
    const id = await sourceMatters(at).retiring((await sourceMatters(at).audited()).source);
    await at.done(AUTHORITY, STEPS.auditPublication, { id, approve: true });
  },
  NARROW_WITH_SOURCE: (all, at) => retiringUnder(at, all, false),
  END_WITH_SOURCE: (all, at) => retiringUnder(at, all, true),
  ADOPT_SOURCE: adopting,
  ADOPT_PUBLICATION: adopting,
  FILE_DEMAND: (_, { done }) => done(APPLICANT, STEPS.fileDemand),
  REGISTER: (_, { done }) => done(SECURITY, STEPS.registerOfficer),
  CONFIRM_ROLES: async (_, { done }) => {
    await done("founder.data-administration", STEPS.registerOfficer);
    await done(SECURITY, STEPS.confirmRoles);
  },
  CONFIRM_KEYS: async (_, { done }) => {
    await done("founder.data-administration", REGISTER_KEYED_APP);
    await done(SECURITY, STEPS.confirmKeys);
  },
  PROPOSE_OPERATIONS: (all) => all.proposedOperation(),
  CONFIRM_OPERATIONS: (all) => all.operation(),
  RETIRE_OPERATION: async (all, { done }) =>
    done(APPLICANT, STEPS.retireOperation, { operation: await all.operation() }),
  APPOINT: async () => {
    const [, ...gone] = await office.database.officerRole.findMany({ where: { role: "SECURITY_ADMINISTRATOR" } });
    office.at("2027-03-01T09:00");
    await appointAdministrator(office.database, {
      gone: gone.map(({ officerId }) => officerId),
      officer: { id: "appointed", name: "新人" },
      reason: "离任",
      operator: "ops",
    });
    office.at("2026-11-02T09:00");
    await office.database.officerRole.deleteMany({ where: { officerId: "appointed" } });
    await office.database.officerRole.createMany({ data: gone });
  },
  CONCLUDE: (all) => all.granted(),
  RECEIVE: (all) => all.received(),
  CLOSE: async (all, { done }) => done(APPLICANT, STEPS.withdrawApplication, { id: await all.received() }),
  GRANT: (all) => all.granted(),
  GRANT_BY_RULE: async (all, { done }) => {
    const id = await all.submitted([{ coordinate: "Enterprise.name", outcome: "CLEAR" }]);
    await done(CONSUMER_HEAD, STEPS.consentToApplication, { id });
  },
  EXPIRE: async (all) => {
    await all.active();
    const before = office.events.length;
    office.at("2027-11-03T09:00");
    await recordLapses(office.database);
    await compare(office.events.slice(before));
    office.at("2026-11-02T09:00");
  },
  SUSPEND_UNASSESSED: async (all) => {
    const id = Number((await all.active()).slice(1));
    const { applicationId } = await office.database.grant.findUniqueOrThrow({ where: { id } });
    await office.database.application.update({ where: { id: applicationId }, data: { obligations: null } });
    await recordLapses(office.database);
    const before = office.events.length;
    office.at("2027-03-01T09:00");
    await recordLapses(office.database);
    await compare(office.events.slice(before));
    office.at("2026-11-02T09:00");
  },
  BAR_WITH_GRANT: (all) => all.suspended(),
  LIFT_WITH_GRANT: async (all, { done }) => done(OWNER, STEPS.resumeGrant, { id: await all.rectified() }),
  LAPSE_BAR: async (all) => {
    await all.bar("2026-11-03T01:00:00Z");
    const before = office.events.length;
    office.at("2026-11-03T09:01");
    await recordLapses(office.database);
    await compare(office.events.slice(before));
    office.at("2026-11-02T09:00");
  },
  PUBLISH_CHANGE: async (all, { done }) => {
    const id = await all.approvedChange();
    await done(AUTHORITY, STEPS.auditCatalogueChange, { id, approve: true });
    const { supergraph } = view;
    const before = supergraph.slice(0, supergraph.indexOf("type Person "));
    const person = supergraph
      .slice(before.length)
      .replace(/(nation: \w+[^\n]*@item\()[^)]*/, "$1level: L1, share: UNCONDITIONAL");
    await done(AUTHORITY, STEPS.publishCatalogue, { supergraph: before + person });
  },
};

describe("the state that a matter has is the state that the ledger was told", () => {
  test.each(Object.keys(BRINGING_ABOUT) as Action[])("%s", async (action) => {
    const from = office.events.length;
    await BRINGING_ABOUT[action](matters(watched()), watched());
    const taken = office.events.slice(from).filter((event) => event.action === action && event.change.after !== null);
    expect(new Set(taken.map(({ change }) => change.after))).toEqual(new Set([STATE_MACHINE[action].to]));
  });
});

test("no effect names a state: the machine alone sets it", () => {
  const move = movesOf(grantMatter, {
    type: Grant,
    target: {},
    load: () => Promise.reject(new Error("never loaded")),
    result: () => Promise.reject(new Error("never answered")),
  });
  const row = { mutation: "m", description: "d", article: 27, from: ["RECTIFIED"], by: [] } as const;
  // @ts-expect-error a state in the data of an effect
  const named = move({ ...row, to: "ACTIVE", effect: () => ({ state: "TERMINATED" }) });
  // @ts-expect-error a state of another matter
  const foreign = move({ ...row, to: "WITHDRAWN", effect: () => ({}) });
  expect([named.to, foreign.matter]).toEqual(["ACTIVE", "grant"]);
  const written: Extract<keyof StepContext["tx"]["grant"], "create" | "update" | "updateMany" | "delete">[] = [];
  // @ts-expect-error the table of a matter cannot be written by an effect
  written.push("update");
  expect(written).toHaveLength(1);
});

const ENUMS = {
  application_state: [STATES.application, stored.ApplicationState],
  review_state: [STATES.review, stored.ReviewState],
  extension_state: [STATES.extension, stored.ExtensionState],
  grant_state: [STATES.grant, stored.GrantState],
  correction_state: [STATES.correction, stored.CorrectionState],
  dispute_state: [STATES.dispute, stored.DisputeState],
  bar_state: [STATES.bar, stored.BarState],
  change_state: [STATES.change, stored.ChangeState],
  update_state: [STATES.update, stored.UpdateState],
  incident_state: [STATES.incident, stored.IncidentState],
  description_state: [STATES.description, stored.DescriptionState],
  source_state: [STATES.source, stored.SourceState],
  publication_state: [STATES.publication, stored.PublicationState],
  party_role: [ROLES, stored.PartyRole],
} as const;

test.each(Object.entries(ENUMS))(
  "%s of the database and of Prisma are the machine's words",
  async (name, [words, prisma]) => {
    const { rows } = await sql.query<{ label: string }>(
      "select enumlabel as label from pg_enum where enumtypid = $1::regtype order by enumsortorder",
      [name],
    );
    expect(rows.map(({ label }) => label)).toEqual(Object.keys(words));
    expect(Object.keys(prisma)).toEqual(Object.keys(words));
  },
);
