import type { PrismaClient } from "../../subgraphs/sharing/generated/prisma/client.ts";
import { servicesOf } from "../../subgraphs/sharing/services.ts";
import { readDemoIdentities } from "../identities/demo-identities.ts";
import { actAs, inLanes, type Act } from "./act-as.ts";
import { readDemoGrants, type DemoGrant } from "./demo-grants.ts";
import { demoOfficer, openDemoRegister, registerDemoParties } from "./demo-parties.ts";

const SUBMIT = `mutation ($input: ApplicationInput!) { submitApplication(input: $input) { id } }`;
const CONSENT = `mutation ($id: ID!) { consentToApplication(application: $id) {
  reviews { provider } items { coordinate owner wished byRule } } }`;
const DECIDE = `mutation ($id: ID!, $decisions: [ItemVerdictInput!]!) { decideItems(application: $id, decisions: $decisions) { id } }`;
const CONFIRM = `mutation ($id: ID!) { confirmDecision(application: $id) { grants { id provider state } } }`;
const ACTIVATE = `mutation ($id: ID!) { activateGrant(grant: $id) { id } }`;

/** `Type.*` stands for every field of the type that can be applied for; an exact entry speaks before it. */
const itemsOf = (database: PrismaClient, { items }: DemoGrant): { coordinate: string; outcome: string }[] => {
  const catalogue = servicesOf(database).catalogue();
  const wild = Object.entries(items).filter(([coordinate]) => coordinate.endsWith(".*"));
  const covered = wild.flatMap(([wildcard, outcome]) =>
    catalogue.items
      .filter(({ typeName }) => `${typeName}.*` === wildcard)
      .filter(({ share, mask }) => share === "CONDITIONAL" && (outcome === "CLEAR" || mask !== null))
      .map(({ coordinate }) => [coordinate, outcome] as const),
  );
  // An app that is given nothing in particular may have what everybody may have: it asks for the open questions.
  const open =
    Object.keys(items).length > 0
      ? []
      : catalogue.items
          .filter(({ typeName, share }) => typeName === "Query" && share === "UNCONDITIONAL")
          .map(({ coordinate }) => [coordinate, "CLEAR"] as const);
  const exact = Object.entries(items).filter(([coordinate]) => !coordinate.endsWith(".*"));
  return [...new Map([...open, ...covered, ...exact])].map(([coordinate, outcome]) => ({ coordinate, outcome }));
};

interface Consented {
  readonly reviews: readonly { readonly provider: string }[];
  readonly items: readonly {
    readonly coordinate: string;
    readonly owner: string;
    readonly wished: string;
    readonly byRule: boolean;
  }[];
}

const answer = async (act: Act, id: string, provider: string, { items }: Consented): Promise<string | undefined> => {
  const decisions = items
    .filter(({ owner, byRule }) => owner === provider && !byRule)
    .map(({ coordinate, wished }) => ({ coordinate, decision: wished }));
  await act(demoOfficer("OWNER", provider), provider, DECIDE, { id, decisions });
  const { grants } = await act<{ grants: { id: string; provider: string; state: string }[] }>(
    demoOfficer("REVIEWER", provider),
    provider,
    CONFIRM,
    { id },
  );
  return grants.find((grant) => grant.provider === provider && grant.state === "GRANTED")?.id;
};

/** One application from submission to open grants. @returns numbers of the grants that its providers opened */
const grantByWorkflow = async (database: PrismaClient, act: Act, wish: DemoGrant, department: string) => {
  const input = {
    app: wish.consumer.app ?? null,
    purposeCode: wish.purpose.code,
    purposeName: wish.purpose.name,
    legalBasis: wish.purpose.basis,
    scenario: wish.consumer.app ? `办理“${wish.purpose.name}”时查询` : `为“${wish.purpose.name}”计算本部门派生字段`,
    usageScope: "限本部门为该用途使用，不向第三方提供",
    rowScope: wish.rowScope,
    sharingMethod: "INTERFACE",
    validTo: wish.validTo.toISOString(),
    requestsPerDay: wish.quota?.requestsPerDay ?? null,
    subjectsPerDay: wish.quota?.subjectsPerDay ?? null,
    items: itemsOf(database, wish),
  };
  const { id } = await act<{ id: string }>(demoOfficer("APPLICANT", department), department, SUBMIT, { input });
  const consented = await act<Consented>(demoOfficer("REVIEWER", department), department, CONSENT, { id });
  let opened = 0;
  for (const { provider } of consented.reviews) {
    const grant = await answer(act, id, provider, consented);
    if (grant === undefined) continue;
    await act(demoOfficer("OWNER", provider), provider, ACTIVATE, { id: grant });
    opened += 1;
  }
  return opened;
};

/**
 * Brings the demo city's grants about by the workflow itself: the parties are registered, every grant of
 * `grants.yaml` is applied for, consented to, decided, answered and opened, each step by the officer who may.
 * Does nothing when the register is not empty.
 * @param wanted the grants to arrive at; all of the demo's unless given
 * @returns how many applications were made, and how many grants their providers opened (beside those given by rule)
 */
export async function runDemoWorkflow(
  database: PrismaClient,
  onProgress: (done: number, total: number) => void = () => undefined,
  wanted?: readonly DemoGrant[],
): Promise<{ readonly applications: number; readonly grants: number }> {
  if (!(await openDemoRegister(database))) return { applications: 0, grants: 0 };
  const act = actAs(database);
  onProgress(0, 1);
  await registerDemoParties(database);
  const departments = new Map(readDemoIdentities().map((app) => [app.id, app.department]));
  const wishes = wanted ?? readDemoGrants();
  let [applications, grants] = [0, 0];
  await inLanes(wishes, async (wish) => {
    const department = wish.consumer.department ?? departments.get(wish.consumer.app ?? "");
    if (department === undefined) throw new Error(`${wish.id}: its app is not among the demo identities`);
    const opened = await grantByWorkflow(database, act, wish, department);
    grants += opened;
    applications += 1;
    onProgress(applications, wishes.length);
  });
  return { applications, grants };
}
