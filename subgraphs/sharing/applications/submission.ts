import { divisionPrefix } from "../../../schema/catalog/divisions.ts";
import { endOfBasis, usingGap } from "../../../schema/law/basis.ts";
import { beijingDay } from "../../kit/rules/working-days.ts";
import { invalid, notFound } from "../errors.ts";
import { GrantedOutcome, SharingMethod } from "../enums.ts";
import type { Application, Prisma } from "../generated/prisma/client.ts";
import {
  coordinate,
  flag,
  group,
  id,
  list,
  optional,
  purposeCode,
  text,
  time,
  whole,
  word,
  type Values,
} from "../workflow/arguments.ts";
import type { Stateless } from "../workflow/matter.ts";
import type { StepContext } from "../workflow/step.ts";
import { checkItems, type CheckedItem } from "./check-items.ts";
import {
  assertAssessed,
  assertObligations,
  ImpactAssessmentInput,
  keepAssessment,
  needsAssessment,
  type Assessed,
} from "./impact-assessment.ts";
import { returnFlowScope } from "./return-flow.ts";

const ApplicationItemInput = group("ApplicationItemInput", "申请的一个数据项", {
  coordinate: coordinate(),
  outcome: word(GrantedOutcome, "希望的结果"),
});

/** Items of one application, at most. */
export const MOST_ITEMS = 500;
/** Divisions of one row scope, at most. */
export const MOST_DIVISIONS = 200;
const MOST_PER_DAY = 100_000_000;
const MOST_CHARACTERS = 50_000;

const FIELDS = {
  app: optional(id("本部门的应用标识；空为部门自身，用于以他部门数据派生本部门字段")),
  purposeCode: purposeCode("用途代码：大写字母、数字与下划线"),
  purposeName: text("用途名称", 200),
  legalBasis: text("使用依据：现行有效文件的名称与条文"),
  scenario: text("使用场景"),
  usageScope: text("使用范围"),
  rowScope: list(word<string>("DivisionCode", "区划代码前缀"), "行范围：区划代码前缀", MOST_DIVISIONS),
  sharingMethod: word(SharingMethod, "共享方式"),
  validTo: time("DateTime", "使用时限：截止时间"),
  requestsPerDay: optional(whole("每日请求上限", 1, MOST_PER_DAY)),
  subjectsPerDay: optional(whole("每日查询对象上限", 1, MOST_PER_DAY)),
  unattended: optional(flag("是否自动作业（无人值守）：应用无须经办人与办件编号即可取得个人信息，须由提供部门决定")),
  obligations: optional(
    text(
      "接收方的安全保护义务；申请有条件共享的个人信息的必填，经提供部门负责人同意即为双方约定（网络数据安全管理条例第十二条）",
    ),
  ),
  assessment: optional(
    ImpactAssessmentInput.as(
      "需求部门的个人信息保护影响评估；申请有条件共享的个人信息的必填（个人信息保护法第五十五条）",
    ),
  ),
  operation: optional(text("申请所依的 GraphQL 操作", MOST_CHARACTERS)),
  returnFlow: optional(flag("是否回流：上级部门向本区域完整回流本区域数据（第二十四条），行范围即本部门所在区划")),
  items: list(ApplicationItemInput, "申请的数据项", MOST_ITEMS),
};

/** An application as it is handed in. */
export const ApplicationInput = group(
  "ApplicationInput",
  "共享申请：使用依据、使用场景、使用范围、共享方式、使用时限五项必填（第二十条）",
  FIELDS,
);

/** The statements of an application (art. 20). */
export type Submission = Values<typeof FIELDS>;

/** The statements of an application that was handed in before, for the rows and items that were given. */
export function restated(
  before: Application,
  assessment: Assessed | null,
  given: Pick<Submission, "app" | "rowScope" | "validTo" | "items">,
): Submission {
  const { purposeCode, purposeName, legalBasis, scenario, usageScope, sharingMethod } = before;
  const { requestsPerDay, subjectsPerDay, unattended, obligations, operation, returnFlow } = before;
  return {
    purposeCode,
    purposeName,
    legalBasis,
    scenario,
    usageScope,
    sharingMethod,
    requestsPerDay,
    subjectsPerDay,
    unattended,
    obligations,
    assessment,
    operation,
    returnFlow,
    ...given,
  };
}

/** Purpose under which every registered app reaches the workflow itself; it needs no grant, and no grant can be for it. */
const OWN_PURPOSE = "DATA_SHARING";

const MOST_YEARS = 10;

const assertTerm = (validTo: Date, now: Date): void => {
  if (validTo <= now) throw invalid("validTo", "expected a time to come", "应晚于现在");
  const last = new Date(now);
  last.setUTCFullYear(last.getUTCFullYear() + MOST_YEARS);
  if (validTo > last)
    throw invalid("validTo", `expected at most ${MOST_YEARS} years from now`, `至多 ${MOST_YEARS} 年`);
};

/** 使用依据: a document in force, by its article, and no use beyond its last day. */
const assertBasis = (legalBasis: string, validTo: Date, now: Date): void => {
  const gap = usingGap(legalBasis, beijingDay(now));
  if (gap !== null)
    throw invalid("legalBasis", `expected the article of a document in force: ${gap}`, "应为现行有效文件的条文");
  const end = endOfBasis(legalBasis);
  if (end !== null && validTo.getTime() > end)
    throw invalid("validTo", "expected no time after the basis has ended", "不得晚于依据失效之日");
};

/**
 * Rows are asked for within the applicant's own area: what lies beyond it is for the department of that area to apply for.
 * @law 政务数据共享条例第二十条 [T] 部门为本部门履行职责、在本部门区划之内申请；县（区）数据由县（区）部门自行申请，市级部门不得代为扩大，反之亦然
 */
const assertDivisions = ({ actor }: StepContext, rowScope: readonly string[]): void => {
  const area = divisionPrefix(actor.areaCode);
  if (rowScope.every((code) => divisionPrefix(code).startsWith(area))) return;
  throw invalid(
    "rowScope",
    `expected divisions within the department's own area ${area}`,
    `应为本部门所在区划 ${area} 之内的区划`,
  );
};

const flowingBack = async (
  { tx, actor }: StepContext,
  stated: readonly string[],
  items: readonly CheckedItem[],
): Promise<readonly string[]> => {
  const owners = [...new Set(items.map(({ item }) => item.owner))];
  const register = await tx.department.findMany({ where: { id: { in: [actor.department, ...owners] } } });
  const applicant = register.find(({ id: known }) => known === actor.department);
  if (!applicant) throw notFound("department");
  return returnFlowScope(applicant, stated, owners, register);
};

/**
 * The row of a submitted application: what it states, checked against the catalogue, the register and the clock.
 * @param renews number of the grant that it would prolong
 * @throws HUB_APPLICATION_INVALID, HUB_UNKNOWN_COORDINATE, HUB_NOT_SHARED
 */
export async function applicationOf(
  context: StepContext,
  input: Submission,
  renews: number | null,
): Promise<Stateless<Prisma.ApplicationUncheckedCreateInput>> {
  const { actor, now, services } = context;
  const { app, items, returnFlow, unattended, assessment, ...stated } = input;
  const view = services.catalogue();
  if (app === null && ![...view.catalogue.items.values()].some(({ owners }) => owners.includes(actor.department))) {
    throw invalid(
      "app",
      "expected an app, as the department derives no fields itself",
      "本部门不派生字段，须为应用申请",
    );
  }
  if (app === null && unattended === true)
    throw invalid(
      "unattended",
      "expected an app: a department derives without anybody",
      "部门派生无须写明，仅应用可申请",
    );
  if (stated.rowScope.length === 0) throw invalid("rowScope", "expected a division", "不得为空");
  assertTerm(stated.validTo, now);
  assertBasis(stated.legalBasis, stated.validTo, now);
  if (stated.purposeCode === OWN_PURPOSE) {
    throw invalid(
      "purposeCode",
      `expected another purpose than the workflow's own ${OWN_PURPOSE}`,
      "不得使用共享工作自身的用途代码",
    );
  }
  assertDivisions(context, stated.rowScope);
  const checked = checkItems(view, items);
  const sensitive = checked.filter(({ item }) => needsAssessment(item)).map(({ coordinate }) => coordinate);
  assertAssessed(sensitive, assessment, now, "申请");
  assertObligations(sensitive, stated.obligations);
  const rowScope = returnFlow ? await flowingBack(context, stated.rowScope, checked) : stated.rowScope;
  return {
    ...stated,
    rowScope: [...rowScope],
    returnFlow: returnFlow ?? false,
    unattended: unattended ?? false,
    appId: app,
    departmentId: actor.department,
    applicantId: actor.officer,
    renewsGrantId: renews,
    catalogueVersion: view.catalogue.version,
    submittedAt: now,
  };
}

/** Writes the items of a submitted application, as the catalogue classifies them now, and what was found before it. */
export async function writeItems(
  context: StepContext,
  application: Application,
  { items, assessment }: Submission,
): Promise<void> {
  const { tx, services } = context;
  await keepAssessment(context, application, "CONSUMER", assessment);
  await tx.applicationItem.createMany({
    data: checkItems(services.catalogue(), items).map(({ coordinate: named, outcome, item }) => ({
      applicationId: application.id,
      coordinate: named,
      owner: item.owner,
      share: item.share,
      level: item.level,
      wished: outcome,
    })),
  });
}
