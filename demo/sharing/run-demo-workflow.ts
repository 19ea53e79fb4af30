import { createHash } from "node:crypto";
import { assessedAmong } from "../../subgraphs/sharing/applications/impact-assessment.ts";
import type { PrismaClient } from "../../subgraphs/sharing/generated/prisma/client.ts";
import { beijingDay } from "../../subgraphs/kit/rules/working-days.ts";
import { servicesOf } from "../../subgraphs/sharing/services.ts";
import { readDemoIdentities } from "../identities/demo-identities.ts";
import { actAs, inLanes, type Act } from "./act-as.ts";
import { readDemoGrants, type DemoGrant } from "./demo-grants.ts";
import { demoOfficer, openDemoRegister, registerDemoParties } from "./demo-parties.ts";

const SUBMIT = `mutation ($input: ApplicationInput!) { submitApplication(input: $input) { id } }`;
const CONSENT = `mutation ($id: ID!) { consentToApplication(application: $id) {
  reviews { provider } items { coordinate owner wished byRule } } }`;
const DECIDE = `mutation ($id: ID!, $decisions: [ItemVerdictInput!]!, $assessment: ImpactAssessmentInput) {
  decideItems(application: $id, decisions: $decisions, assessment: $assessment) { id } }`;
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

const OBLIGATIONS =
  "仅办理该用途的经办人凭办件编号查询，逐次留痕；不转存、不另作他用、不提供给第三方；发生数据安全事件立即停用并当日告知提供部门；用途终止后按要求处置";

/**
 * The impact assessment of a demo department on a purpose, where its coordinates need one (个人信息保护法 art. 55); the report is the
 * statement itself.
 */
const assessmentOf = (
  database: PrismaClient,
  { purpose }: DemoGrant,
  department: string,
  coordinates: readonly string[],
): object | null => {
  const { catalogue, now } = servicesOf(database);
  if (assessedAmong(catalogue(), coordinates).length === 0) return null;
  const stated = {
    necessity: `依${purpose.basis}办理“${purpose.name}”；所列数据项缺一不能办理，能用脱敏值的用脱敏值`,
    influence: "误用可能影响当事人的权益；姓名、证件、住址、收入等泄露的风险为中",
    measures: "逐字段授权、限区划、限用途，经办人实名和办件编号，逐次留痕可核验；比对结果核实之前不作不利处理",
    assessedBy: `${department} 个人信息保护岗（示例）`,
    assessedOn: beijingDay(now()),
  };
  const sha256 = createHash("sha256").update(JSON.stringify(stated)).digest("hex");
  return { ...stated, report: { reference: `示例评估 ${purpose.code} ${department}`, sha256 } };
};

const answer = async (
  database: PrismaClient,
  act: Act,
  wish: DemoGrant,
  { id, provider }: { readonly id: string; readonly provider: string },
  { items }: Consented,
): Promise<string | undefined> => {
  const decisions = items
    .filter(({ owner, byRule }) => owner === provider && !byRule)
    .map(({ coordinate, wished }) => ({ coordinate, decision: wished }));
  const given = decisions.map(({ coordinate }) => coordinate);
  const assessment = assessmentOf(database, wish, provider, given);
  await act(demoOfficer("OWNER", provider), provider, DECIDE, { id, decisions, assessment });
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
  const items = itemsOf(database, wish);
  const asked = items.map(({ coordinate }) => coordinate);
  const assessment = assessmentOf(database, wish, department, asked);
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
    obligations: assessment && OBLIGATIONS,
    assessment,
    items,
  };
  const { id } = await act<{ id: string }>(demoOfficer("APPLICANT", department), department, SUBMIT, { input });
  const consented = await act<Consented>(demoOfficer("REVIEWER", department), department, CONSENT, { id });
  let opened = 0;
  for (const { provider } of consented.reviews) {
    const grant = await answer(database, act, wish, { id, provider }, consented);
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
