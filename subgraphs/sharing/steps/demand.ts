import type { Demand as Row, Prisma } from "../generated/prisma/client.ts";
import { Demand } from "../types/records.ts";
import { name, optional, text } from "../workflow/arguments.ts";
import { beginningsOf } from "../workflow/declare.ts";
import type { MatterKind } from "../workflow/matter.ts";
import { named } from "../workflow/step.ts";
import { applicant } from "../workflow/transition.ts";

/** Writing of demands: one is filed, and nothing follows. */
const demandMatter: Pick<
  MatterKind<"demand", never, Row, Prisma.DemandUncheckedCreateInput, never>,
  "name" | "create"
> = {
  name: "demand",
  create: async (tx, data) => {
    const made = await tx.demand.create({ data });
    return { made, id: made.id };
  },
};

/** Steps of a demand (共享需求) for data that the catalogue does not have. */
export const DEMAND_STEPS = named({
  FILE_DEMAND: beginningsOf(
    demandMatter,
    Demand,
  )({
    mutation: "fileDemand",
    description: "提出共享需求：所需数据在目录中尚不存在",
    article: null,
    to: "FILED",
    by: [applicant],
    args: { title: text("所需数据", 200), reason: text("理由"), provider: optional(name("可能的提供部门标识")) },
    load: (_tx, _args, { department }) => department,
    sides: (department) => ({ consumer: department, provider: null }),
    effect: ({ actor, now }, { title, reason, provider }, departmentId) => ({
      departmentId,
      provider,
      title,
      reason,
      filedBy: actor.officer,
      filedAt: now,
    }),
    tells: ({ provider }) => ({ provider }),
  }),
});
