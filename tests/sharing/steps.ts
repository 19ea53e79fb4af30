import { operationIdOf } from "../../schema/registered-operation.ts";
import type { Office } from "./office.ts";

/** What a department found of a processing before it began (个人信息保护法 art. 56). */
export const IMPACT_ASSESSMENT = Object.freeze({
  necessity: "依社会保险法第七十四条核对领取资格，不核对姓名和住址即无法确认同一人",
  influence: "可能误停待遇；姓名、住址泄露的风险为中",
  measures: "核实之前不停发；经办人实名、办件编号、逐次留痕",
  assessedBy: "信息中心个人信息保护岗",
  assessedOn: "2025-03-20",
  report: { reference: "评估〔2026〕7号", sha256: "3".repeat(64) },
});

/** An application of 人社 to 公安 (conditional) and 市场监管 (unconditional), as the tests of the workflow submit it. */
export const APPLICATION = Object.freeze({
  app: "human-resources-app",
  purposeCode: "PENSION_CHECK",
  purposeName: "死亡人员领取养老金疑点核查",
  legalBasis: "社会保险法第七十四条",
  scenario: "发放养老待遇之前核对",
  usageScope: "限本市待遇领取人",
  rowScope: ["4111"],
  sharingMethod: "INTERFACE",
  validTo: "2027-11-01T16:00:00Z",
  obligations: "仅经办岗位可见，不转存、不提供给第三方，发生安全事件当日告知提供部门",
  assessment: IMPACT_ASSESSMENT,
  items: [
    { coordinate: "Person.name", outcome: "CLEAR" },
    { coordinate: "Person.address", outcome: "MASKED" },
  ],
});

/** The two assessments of art. 13, as arguments of a proposal. */
export const ASSESSMENTS = `secrecyAssessment: { reference: "漯公保密〔2026〕3号", sha256: "${"1".repeat(64)}" },
    impactAssessment: { reference: "漯公评估〔2026〕3号", sha256: "${"2".repeat(64)}" }`;

/** A value as it stands in a GraphQL document. */
const literal = (value: object): string => JSON.stringify(value).replaceAll(/"(\w+)":/g, "$1:");

export const STEPS = {
  submitApplication: `mutation ($input: ApplicationInput!) { submitApplication(input: $input) { id state } }`,
  consentToApplication: `mutation ($id: ID!) { consentToApplication(application: $id) { id state grants { id } reviews { id } } }`,
  declineApplication: `mutation ($id: ID!) { declineApplication(application: $id, reason: "目的不明") { id state } }`,
  withdrawApplication: `mutation ($id: ID!) { withdrawApplication(application: $id) { id state } }`,
  tellIncomplete: `mutation ($id: ID!) { tellIncomplete(application: $id, missing: "请补充留存期限") { id } }`,
  supplementApplication: `mutation ($id: ID!) {
    supplementApplication(application: $id, provider: "public-security", supplement: "三年") { id } }`,
  decideItems: `mutation ($id: ID!, $decisions: [ItemVerdictInput!]!, $assessment: ImpactAssessmentInput = ${literal(IMPACT_ASSESSMENT)},
    $registeredOnly: Boolean) {
    decideItems(application: $id, decisions: $decisions, assessment: $assessment, registeredOnly: $registeredOnly) { id } }`,
  confirmDecision: `mutation ($id: ID!) { confirmDecision(application: $id) { id state grants { id provider state } } }`,
  returnDecision: `mutation ($id: ID!) { returnDecision(application: $id, reason: "理由不充分") { id } }`,
  requestExtension: `mutation ($id: ID!) { requestExtension(application: $id, days: 5, reason: "涉及多个警种") { id } }`,
  answerExtension: `mutation ($id: ID!, $consent: Boolean!) { answerExtension(extension: $id, consent: $consent, note: "阅") { id state } }`,
  activateGrant: `mutation ($id: ID!) { activateGrant(grant: $id) { id state } }`,
  assessGrant: `mutation ($id: ID!, $assessment: ImpactAssessmentInput! = ${literal(IMPACT_ASSESSMENT)}, $obligations: String) {
    assessGrant(grant: $id, assessment: $assessment, obligations: $obligations) { id state assessBy } }`,
  narrowGrant: `mutation ($id: ID!) { narrowGrant(grant: $id, coordinates: ["Person.address"]) { id state } }`,
  suspendGrant: `mutation ($id: ID!) { suspendGrant(grant: $id, reason: "疑似滥用") { id state } }`,
  reportRectification: `mutation ($id: ID!) { reportRectification(grant: $id, rectification: "已整改") { id state } }`,
  resumeGrant: `mutation ($id: ID!) { resumeGrant(grant: $id) { id state } }`,
  terminateGrant: `mutation ($id: ID!) { terminateGrant(grant: $id, cause: NOT_RECTIFIED, reason: "整改不到位") { id state } }`,
  revokeGrant: `mutation ($id: ID!) { revokeGrant(grant: $id, cause: PURPOSE_DONE, reason: "用途已完成") { id state } }`,
  relinquishGrant: `mutation ($id: ID!) { relinquishGrant(grant: $id, reason: "不再需要") { id state } }`,
  reportDisposal: `mutation ($id: ID!) { reportDisposal(grant: $id, disposal: "已销毁") { id state } }`,
  confirmDisposal: `mutation ($id: ID!) { confirmDisposal(grant: $id, note: "已核验销毁证明") { id state } }`,
  renewGrant: `mutation ($id: ID!) { renewGrant(grant: $id, validTo: "2028-11-01T16:00:00Z") { id state } }`,
  imposeBar: `mutation ($app: String, $department: String!, $purpose: String, $until: DateTime, $reason: String!) {
    imposeBar(app: $app, department: $department, purpose: $purpose, until: $until, reason: $reason) { id state } }`,
  liftBar: `mutation ($id: ID!) { liftBar(bar: $id, reason: "已查明") { id state } }`,
  emergencyStop: `mutation ($kind: StopKind!, $target: String!) {
    emergencyStop(kind: $kind, target: $target, reason: "疑似泄露") { id incident { id state } } }`,
  reportIncident: `mutation ($id: ID!) { reportIncident(incident: $id, findings: "一个应用的凭证外泄", measures: "已停用",
    notified: "已告知需求部门，不涉及个人") { id state } }`,
  closeIncident: `mutation ($id: ID!) { closeIncident(incident: $id, conclusion: "处置得当") { id state } }`,
  liftStop: `mutation ($id: ID!) { liftStop(stop: $id, reason: "已查明") { id } }`,
  fileCorrection: `mutation { fileCorrection(coordinate: "Person.address", subject: "AbCdEfGhIjKlMnOpQrStUv",
    objection: "地址与实际不符", disclosures: ["receipt-1"]) { id state disclosures } }`,
  answerCorrection: `mutation ($id: ID!, $upheld: Boolean!) {
    answerCorrection(correction: $id, upheld: $upheld, answer: "已核查") { id state disclosures } }`,
  fileDispute: `mutation ($id: ID!, $matter: DisputeMatter!) { fileDispute(matter: $matter, id: $id,
    respondent: "public-security", claim: "认为不应脱敏") { id state } }`,
  answerDispute: `mutation ($id: ID!) { answerDispute(dispute: $id, answer: "脱敏足以核查") { id state } }`,
  settleDispute: `mutation ($id: ID!) { settleDispute(dispute: $id, terms: "按脱敏使用") { id state } }`,
  escalateDispute: `mutation ($id: ID!) { escalateDispute(dispute: $id, consultation: "协商两次未果") { id state } }`,
  coordinateDispute: `mutation ($id: ID!, $settled: Boolean!) {
    coordinateDispute(dispute: $id, settled: $settled, opinion: "建议明文限于核查岗位") { id state } }`,
  decideDispute: `mutation ($id: ID!) { decideDispute(dispute: $id, decision: "维持脱敏",
    document: { reference: "漯政〔2026〕1号", sha256: "${"0".repeat(64)}" }) { id state } }`,
  withdrawDispute: `mutation ($id: ID!) { withdrawDispute(dispute: $id, reason: "不再争议") { id state } }`,
  fileDemand: `mutation { fileDemand(title: "社区矫正人员名册", reason: "资格核查需要") { id } }`,
  proposeCatalogueChange: `mutation ($update: ID) { proposeCatalogueChange(coordinate: "Person.nation", level: L1,
    share: UNCONDITIONAL, reason: "统计公开", update: $update, ${ASSESSMENTS}) { id state } }`,
  approveCatalogueChange: `mutation ($id: ID!) { approveCatalogueChange(change: $id) { id state } }`,
  auditCatalogueChange: `mutation ($id: ID!, $approve: Boolean!) { auditCatalogueChange(change: $id, approve: $approve) { id state } }`,
  callCatalogueUpdate: `mutation { callCatalogueUpdate(provider: "public-security", cause: LAW,
    reason: "法律修订施行", occurredOn: "2026-11-02") { id state } }`,
  requestUpdateExtension: `mutation ($id: ID!) { requestUpdateExtension(update: $id, days: 5, reason: "涉及多个系统") { id state } }`,
  answerUpdateExtension: `mutation ($id: ID!, $consent: Boolean!) {
    answerUpdateExtension(update: $id, consent: $consent, note: "阅") { id state } }`,
  completeCatalogueUpdate: `mutation ($id: ID!) { completeCatalogueUpdate(update: $id) { id state } }`,
  publishCatalogue: `mutation ($supergraph: String!) { publishCatalogue(supergraph: $supergraph) { version } }`,
  importCatalogue: `mutation ($spreadsheet: String!) { importCatalogue(spreadsheet: $spreadsheet) { id state described } }`,
  approveCatalogueDescription: `mutation ($id: ID!) { approveCatalogueDescription(description: $id) { id state } }`,
  auditCatalogueDescription: `mutation ($id: ID!, $approve: Boolean!) {
    auditCatalogueDescription(description: $id, approve: $approve, opinion: "不阻碍共享") { id state } }`,
  registerDepartment: `mutation { registerDepartment(id: "civil-affairs", name: "漯河市民政局", sharingBody: "信息中心",
    areaCode: "411100000000") { id } }`,
  registerApp: `mutation { registerApp(id: "housing-app", department: "housing", name: "公租房系统") { id } }`,
  registerOfficer: `mutation { registerOfficer(id: "newcomer", department: "housing", name: "新人", roles: [APPLICANT]) { id roles } }`,
  confirmRoles: `mutation { confirmRoles(officer: "newcomer", department: "housing", roles: [APPLICANT]) { id roles } }`,
  confirmKeys: `mutation { confirmKeys(app: "keyed-app", keys: ["kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"]) { id keys } }`,
  registerOperations: `mutation ($operations: [OperationInput!]!) {
    registerOperations(app: "human-resources-app", operations: $operations) { operations { id name confirmedBy } } }`,
  confirmOperations: `mutation ($operations: [String!]!) {
    confirmOperations(app: "human-resources-app", operations: $operations) { operations { id confirmedBy } } }`,
  retireOperation: `mutation ($operation: String!, $reason: String) {
    retireOperation(app: "human-resources-app", operation: $operation, reason: $reason) { operations { id retiredBy retireReason } } }`,
  connectSource: `mutation ($source: String! = "x") { connectSource(source: $source, title: "医保结算") { name state } }`,
  profileSource: `mutation ($source: String! = "x", $file: String! = "source: x") {
    profileSource(source: $source, file: $file, unclassified: 2) { name state } }`,
  reportSourceDrift: `mutation ($source: String! = "x", $coordinates: [String!]! = ["MedicalSettlement.kind"]) {
    reportSourceDrift(source: $source, coordinates: $coordinates, reason: "列已不存在") { name state drifted } }`,
  restoreSource: `mutation ($source: String! = "x") { restoreSource(source: $source) { name state drifted } }`,
  proposePublication: `mutation ($source: String! = "x", $file: String! = "", $sdl: String! = "", $supergraph: String!) {
    proposePublication(source: $source, file: $file, sdl: $sdl, supergraph: $supergraph, reason: "接入", ${ASSESSMENTS}) {
      id state source items fileSha256 sdlSha256 affectedOperations { app name coordinate effect } } }`,
  proposeRetirement: `mutation ($source: String! = "x") { proposeRetirement(source: $source, reason: "系统停用") { id state } }`,
  approvePublication: `mutation ($id: ID!) { approvePublication(publication: $id) { id state } }`,
  auditPublication: `mutation ($id: ID!, $approve: Boolean!) { auditPublication(publication: $id, approve: $approve) { id state } }`,
} as const;

/** An app with the key of RFC 8037, A.1, which another administrator has to confirm. */
export const REGISTER_KEYED_APP = `mutation { registerApp(id: "keyed-app", department: "housing", name: "公租房系统",
  keys: "{\\"keys\\":[{\\"kty\\":\\"OKP\\",\\"crv\\":\\"Ed25519\\",\\"x\\":\\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\\"}]}") { proposedKeys } }`;

/** An operation of the app that applies, as its developer hands it in. Each call makes another one. */
const newOperation = () => ({
  document: `query Holder${(operations += 1)}($number: CitizenNumber!) { person(citizenNumber: $number) { name } }`,
  coordinates: ["Person.citizenNumber", "Person.name", "Query.person"],
  cost: 1,
  plan: ["public-security"],
});
let operations = 0;

/** Name of a mutation. */
export type Step = keyof typeof STEPS;

export const DECISIONS = [
  { coordinate: "Person.name", decision: "CLEAR" },
  { coordinate: "Person.address", decision: "MASKED" },
];

type Identified = { readonly id: string };

/**
 * Matters brought to a point of their life, by the officers who may. Each call makes a new one and gives its id.
 * @param stated what their applications state otherwise
 */
export const matters = (office: Office, stated: object = {}) => {
  const { done } = office;
  const submitted = async (items: readonly object[] = APPLICATION.items): Promise<string> => {
    const input = { ...APPLICATION, ...stated, items };
    return (await done<Identified>("applicant.human-resources", STEPS.submitApplication, { input })).id;
  };
  const received = async (): Promise<string> => {
    const id = await submitted();
    await done("reviewer.human-resources", STEPS.consentToApplication, { id });
    return id;
  };
  const incomplete = async (): Promise<string> => {
    const id = await received();
    await done("owner.public-security", STEPS.tellIncomplete, { id });
    return id;
  };
  const decided = async (terms: object = {}): Promise<string> => {
    const id = await received();
    await done("owner.public-security", STEPS.decideItems, { id, decisions: DECISIONS, ...terms });
    return id;
  };
  const extension = async (): Promise<string> => {
    const id = await received();
    return (await done<Identified>("owner.public-security", STEPS.requestExtension, { id })).id;
  };
  const granted = async (terms: object = {}): Promise<string> => {
    const id = await decided(terms);
    const { grants } = await done<{ grants: Identified[] }>("reviewer.public-security", STEPS.confirmDecision, { id });
    return grants[0]?.id ?? "";
  };
  const active = async (terms: object = {}): Promise<string> => {
    const id = await granted(terms);
    await done("owner.public-security", STEPS.activateGrant, { id });
    return id;
  };
  const suspended = async (): Promise<string> => {
    const id = await active();
    await done("owner.public-security", STEPS.suspendGrant, { id });
    return id;
  };
  const rectified = async (): Promise<string> => {
    const id = await suspended();
    await done("applicant.human-resources", STEPS.reportRectification, { id });
    return id;
  };
  const revoked = async (): Promise<string> => {
    const id = await active();
    await done("reviewer.public-security", STEPS.revokeGrant, { id });
    return id;
  };
  const bar = async (until?: string): Promise<string> => {
    const purpose = `BAR_${await office.database.bar.count()}`;
    const no = { department: "housing", purpose, until, reason: "先行核查" };
    return (await done<Identified>("owner.public-security", STEPS.imposeBar, no)).id;
  };
  const correction = async (): Promise<string> =>
    (await done<Identified>("applicant.human-resources", STEPS.fileCorrection)).id;
  const dispute = async (): Promise<string> => {
    const about = { id: await active(), matter: "GRANT" };
    return (await done<Identified>("applicant.human-resources", STEPS.fileDispute, about)).id;
  };
  const answeredDispute = async (): Promise<string> => {
    const id = await dispute();
    await done("reviewer.public-security", STEPS.answerDispute, { id });
    return id;
  };
  const escalatedDispute = async (): Promise<string> => {
    const id = await answeredDispute();
    await done("reviewer.human-resources", STEPS.escalateDispute, { id });
    return id;
  };
  const referredDispute = async (): Promise<string> => {
    const id = await escalatedDispute();
    await done("authority.data-administration", STEPS.coordinateDispute, { id, settled: false });
    return id;
  };
  const change = async (): Promise<string> =>
    (await done<Identified>("owner.public-security", STEPS.proposeCatalogueChange)).id;
  const update = async (): Promise<string> =>
    (await done<Identified>("owner.public-security", STEPS.callCatalogueUpdate)).id;
  const extendedUpdate = async (): Promise<string> => {
    const id = await update();
    await done("owner.public-security", STEPS.requestUpdateExtension, { id });
    return id;
  };
  const approvedUpdate = async (): Promise<string> => {
    const id = await update();
    const part = await done<Identified>("owner.public-security", STEPS.proposeCatalogueChange, { update: id });
    await done("reviewer.public-security", STEPS.approveCatalogueChange, { id: part.id });
    return id;
  };
  const approvedChange = async (): Promise<string> => {
    const id = await change();
    await done("reviewer.public-security", STEPS.approveCatalogueChange, { id });
    return id;
  };
  const reportedDisposal = async (): Promise<string> => {
    const id = await revoked();
    await done("applicant.human-resources", STEPS.reportDisposal, { id });
    return id;
  };
  const incident = async (): Promise<string> => {
    const target = `app-${await office.database.app.count()}`;
    await office.database.app.create({ data: { id: target, departmentId: "housing", name: "一个应用" } });
    const stop = { kind: "APP", target };
    const made = await done<{ incident: Identified }>("security-administrator.housing", STEPS.emergencyStop, stop);
    return made.incident.id;
  };
  const reportedIncident = async (): Promise<string> => {
    const id = await incident();
    await done("security-administrator.housing", STEPS.reportIncident, { id });
    return id;
  };
  const proposedOperation = async (): Promise<string> => {
    // A confirmation covers all that waits: what others left waiting is out of the way.
    const out = { retiredBy: "test", retiredAt: new Date() };
    await office.database.registeredOperation.updateMany({ where: { confirmedAt: null, retiredAt: null }, data: out });
    const operation = newOperation();
    await done("applicant.human-resources", STEPS.registerOperations, { operations: [operation] });
    return operationIdOf(operation.document);
  };
  const operation = async (): Promise<string> => {
    const id = await proposedOperation();
    await done("reviewer.human-resources", STEPS.confirmOperations, { operations: [id] });
    return id;
  };
  const description = async (spreadsheet: string): Promise<string> =>
    (await done<Identified>("owner.public-security", STEPS.importCatalogue, { spreadsheet })).id;
  const approvedDescription = async (spreadsheet: string): Promise<string> => {
    const id = await description(spreadsheet);
    await done("reviewer.public-security", STEPS.approveCatalogueDescription, { id });
    return id;
  };
  return {
    submitted,
    received,
    incomplete,
    decided,
    extension,
    granted,
    active,
    suspended,
    rectified,
    revoked,
    bar,
    correction,
    dispute,
    answeredDispute,
    escalatedDispute,
    referredDispute,
    change,
    update,
    extendedUpdate,
    approvedUpdate,
    approvedChange,
    reportedDisposal,
    incident,
    reportedIncident,
    newOperation,
    proposedOperation,
    operation,
    description,
    approvedDescription,
  };
};
