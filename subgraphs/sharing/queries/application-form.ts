import { harmless } from "../../kit/item.ts";
import { prefill, type FormItem as Row } from "../applications/prefill.ts";
import { OPEN_REGISTER, builder, internal } from "../builder.ts";
import { invalid, notFound, unknownCoordinates } from "../errors.ts";
import { servicesOf } from "../services.ts";
import { CatalogItem } from "../types/catalog-item.ts";
import { actorOf } from "../workflow/actor-of.ts";

const MOST_COORDINATES = 2000;

const FormStanding = builder.enumType("FormStanding", {
  description: "应用对一个数据项的现状",
  values: {
    GRANTED_CLEAR: { description: "已授权，明文" },
    GRANTED_MASKED: { description: "已授权，脱敏" },
    WITH_ANY_GRANT: { description: "无条件共享，随该用途的任一授权给予" },
    BARRED: { description: "无条件共享，但提供部门已停供：须由其决定" },
    APPLIED_FOR: { description: "申请中" },
    MISSING: { description: "尚未申请" },
    NOT_SHARED: { description: "不予共享" },
  },
});

const FormItem = builder.objectRef<Row>("FormItem").implement({
  description: "申请表的一项",
  fields: (t) => ({
    item: t.expose("item", { type: CatalogItem, description: "目录数据项", ...internal }),
    standing: t.expose("standing", { type: FormStanding, description: "现状", ...internal }),
  }),
});

builder.queryField("applicationForm", (t) =>
  t.field({
    type: [FormItem],
    description: "预填申请表：一个操作所需的数据项（neededCoordinates 所给），已授权的与尚缺的",
    ...internal,
    args: {
      coordinates: t.arg.idList({ required: true, description: "所需字段坐标", ...harmless(OPEN_REGISTER) }),
      app: t.arg.id({ required: true, description: "本部门的应用标识", ...harmless(OPEN_REGISTER) }),
      purpose: t.arg.string({ required: true, description: "用途代码", ...harmless(OPEN_REGISTER) }),
    },
    resolve: async (_, { coordinates, app, purpose }, context) => {
      const { department } = await actorOf(context);
      if (coordinates.length > MOST_COORDINATES)
        throw invalid("coordinates", `expected at most ${MOST_COORDINATES}`, `至多 ${MOST_COORDINATES} 项`);
      const { items } = servicesOf(context.database).catalogue().catalogue;
      const unknown = coordinates.filter((coordinate) => !items.has(coordinate));
      if (unknown.length > 0) throw unknownCoordinates(unknown);
      const found = await context.database.app.findFirst({ where: { id: app, departmentId: department } });
      if (!found) throw notFound("app");
      return [...(await prefill(context, coordinates, found, purpose))];
    },
  }),
);
