import { checkItems, type CheckedItem, type WishedItem } from "../applications/check-items.ts";
import { returnFlowScope } from "../applications/return-flow.ts";
import { builder, internal } from "../builder.ts";
import { GrantedOutcome, SharingMethod } from "../enums.ts";
import { demand, notFound, sharingError } from "../errors.ts";
import type { SharingMethod as Method } from "../generated/prisma/enums.ts";
import type { Application as Row } from "../generated/prisma/client.ts";
import { Application } from "../types/application.ts";
import { perform, type PersonStep, type Taking } from "../workflow/perform.ts";

/** What an application states. */
export interface Submission {
  /** null: the department itself, for the inputs of the fields that it derives. */
  readonly app?: string | number | null | undefined;
  readonly purposeCode: string;
  readonly purposeName: string;
  readonly legalBasis: string;
  readonly scenario: string;
  readonly usageScope: string;
  readonly rowScope: readonly string[];
  readonly sharingMethod: Method;
  readonly validTo: Date;
  readonly requestsPerDay?: number | null | undefined;
  readonly subjectsPerDay?: number | null | undefined;
  readonly operation?: string | null | undefined;
  /** Data of the applicant's own area, from departments of an upper level (art. 24). */
  readonly returnFlow?: boolean | null | undefined;
  readonly items: readonly WishedItem[];
}

const ApplicationItemInput = builder.inputType("ApplicationItemInput", {
  description: "申请的一个数据项",
  fields: (t) => ({
    coordinate: t.string({ required: true, description: "字段坐标" }),
    outcome: t.field({ type: GrantedOutcome, required: true, description: "希望的结果" }),
  }),
});

const ApplicationInput = builder.inputType("ApplicationInput", {
  description: "共享申请：使用依据、使用场景、使用范围、共享方式、使用时限五项必填（第二十条）",
  fields: (t) => ({
    app: t.id({ description: "本部门的应用标识；空为部门自身，用于以他部门数据派生本部门字段" }),
    purposeCode: t.string({ required: true, description: "用途代码：大写字母、数字与下划线" }),
    purposeName: t.string({ required: true, description: "用途名称" }),
    legalBasis: t.string({ required: true, description: "使用依据" }),
    scenario: t.string({ required: true, description: "使用场景" }),
    usageScope: t.string({ required: true, description: "使用范围" }),
    rowScope: t.field({ type: ["DivisionCode"], required: true, description: "行范围：区划代码前缀" }),
    sharingMethod: t.field({ type: SharingMethod, required: true, description: "共享方式" }),
    validTo: t.field({ type: "DateTime", required: true, description: "使用时限：截止时间" }),
    requestsPerDay: t.int({ description: "每日请求上限" }),
    subjectsPerDay: t.int({ description: "每日查询对象上限" }),
    operation: t.string({ description: "申请所依的 GraphQL 操作" }),
    returnFlow: t.boolean({
      description: "是否回流：上级部门向本区域完整回流本区域数据（第二十四条），行范围即本部门所在区划",
    }),
    items: t.field({ type: [ApplicationItemInput], required: true, description: "申请的数据项" }),
  }),
});

const quota = (name: string, value: number | null | undefined): number | null => {
  if (value === null || value === undefined) return null;
  if (value < 1) throw sharingError("HUB_APPLICATION_INVALID", `${name}: expected at least 1, got ${value}`);
  return value;
};

const stated = (input: Submission, now: Date) => {
  if (!/^[A-Z][A-Z0-9_]{1,63}$/.test(input.purposeCode)) {
    throw sharingError("HUB_APPLICATION_INVALID", "purposeCode: expected capital letters, digits and underscores");
  }
  if (input.rowScope.length === 0) throw sharingError("HUB_APPLICATION_INVALID", "rowScope: expected a division");
  if (input.validTo <= now) throw sharingError("HUB_APPLICATION_INVALID", "validTo: expected a time to come");
  return {
    purposeCode: input.purposeCode,
    purposeName: demand("purposeName", input.purposeName),
    legalBasis: demand("legalBasis", input.legalBasis),
    scenario: demand("scenario", input.scenario),
    usageScope: demand("usageScope", input.usageScope),
    rowScope: [...input.rowScope],
    sharingMethod: input.sharingMethod,
    validTo: input.validTo,
    requestsPerDay: quota("requestsPerDay", input.requestsPerDay),
    subjectsPerDay: quota("subjectsPerDay", input.subjectsPerDay),
    operation: input.operation ?? null,
    returnFlow: input.returnFlow ?? false,
  };
};

const flowingBack = async (
  tx: Taking["tx"],
  department: string,
  stated: readonly string[],
  items: readonly CheckedItem[],
) => {
  const owners = [...new Set(items.map(({ item }) => item.owner))];
  const register = await tx.department.findMany({ where: { id: { in: [department, ...owners] } } });
  const applicant = register.find(({ id }) => id === department);
  if (!applicant) throw notFound("department");
  return returnFlowScope(applicant, stated, owners, register);
};

const write = async ({ tx, actor, now, services }: Taking, input: Submission, renews: number | null): Promise<Row> => {
  const view = services.catalogue();
  if ((input.app ?? null) === null && ![...view.catalogue.departments.values()].includes(actor.department)) {
    throw sharingError("HUB_APPLICATION_INVALID", "app: expected an app, as the department derives no fields itself");
  }
  const fields = stated(input, now);
  const items = checkItems(view, input.items);
  const rowScope = fields.returnFlow
    ? await flowingBack(tx, actor.department, fields.rowScope, items)
    : fields.rowScope;
  const application = await tx.application.create({
    data: {
      ...fields,
      rowScope: [...rowScope],
      state: "AWAITING_CONSENT",
      appId: input.app === null || input.app === undefined ? null : String(input.app),
      departmentId: actor.department,
      applicantId: actor.officer,
      renewsGrantId: renews,
      catalogueVersion: view.catalogue.version,
      submittedAt: now,
    },
  });
  await tx.applicationItem.createMany({
    data: items.map(({ coordinate, outcome, item }) => ({
      applicationId: application.id,
      coordinate,
      owner: item.owner,
      share: item.share,
      level: item.level,
      wished: outcome,
    })),
  });
  return application;
};

/** The step of submitting an application (art. 20), a renewal included: any change or prolongation is a new consent. */
export const submission = (input: Submission, renews: number | null = null): PersonStep<{ owner: string }, Row> => ({
  action: "SUBMIT",
  load: async (tx, actor) => {
    if (input.app === null || input.app === undefined) return { owner: actor.department };
    const app = await tx.app.findUnique({ where: { id: String(input.app) } });
    if (!app) throw notFound("app");
    return { owner: app.departmentId };
  },
  view: ({ owner }) => ({ id: null, state: null, consumer: owner, provider: null, hands: {} }),
  change: async (_, taking) => {
    const application = await write(taking, input, renews);
    const coordinates = input.items.map(({ coordinate }) => coordinate);
    const flow = application.returnFlow ? { returnFlow: true, rowScope: application.rowScope } : {};
    return {
      result: application,
      id: application.id,
      detail: { app: application.appId, coordinates, renews, ...flow },
    };
  },
});

builder.mutationField("submitApplication", (t) =>
  t.field({
    type: Application,
    description: "提交共享申请；先由本部门共享工作机构负责人同意（第二十条）",
    ...internal,
    args: { input: t.arg({ type: ApplicationInput, required: true, description: "申请内容" }) },
    resolve: (_, { input }, context) => perform(context, submission(input)),
  }),
);
