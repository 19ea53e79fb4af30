import { harmless } from "../../kit/item.ts";
import { OPEN_REGISTER, builder, internal } from "../builder.ts";
import { JoinedSource } from "../types/source.ts";
import { asking } from "./visible.ts";

const MOST = 500;

builder.queryField("joinedSources", (t) =>
  t.field({
    type: [JoinedSource],
    description: "接入的系统及其所处阶段，按标识排列；登记在册的经办人均可见",
    ...internal,
    args: { source: t.arg.id({ description: "接入系统标识；空为全部", ...harmless(OPEN_REGISTER) }) },
    resolve: async (_, { source }, context) => {
      await asking(context);
      const where = source == null ? {} : { name: source };
      return context.database.joinedSource.findMany({ where, orderBy: { name: "asc" }, take: MOST });
    },
  }),
);
