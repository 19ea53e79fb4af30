import { inGridScope } from "../kit/context.ts";
import { partOf } from "../kit/dataset.ts";
import { conditional, harmless } from "../kit/item.ts";
import { builder } from "./builder.ts";

/** The usual way of sharing: an answer, not a record. */
const PersonVerification = builder
  .objectRef<{ registered: boolean; nameMatches: boolean }>("PersonVerification")
  .implement({
    ...partOf("人口", "REAL_TIME"),
    description: "人口信息核验结果：只答是否一致，不给出信息",
    fields: (t) => ({
      registered: t.exposeBoolean("registered", {
        description: "号码是否登记在册",
        ...conditional("L2"),
      }),
      nameMatches: t.exposeBoolean("nameMatches", {
        description: "姓名与号码是否一致",
        ...conditional("L2"),
      }),
    }),
  });

/** The field answers just this comparison, and is granted for it. */
const ASKED = "核验字段所答即此比对，须就该字段本身取得授权";

builder.queryField("verifyPerson", (t) =>
  t.field({
    type: PersonVerification,
    description: "核验公民身份号码与姓名是否一致",
    ...conditional("L2"),
    args: {
      citizenNumber: t.arg({ type: "CitizenNumber", required: true, description: "公民身份号码", ...harmless(ASKED) }),
      name: t.arg.string({ required: true, description: "姓名", ...harmless(ASKED) }),
    },
    resolve: async (_, { citizenNumber, name }, context) => {
      const person = await context.database.person.findFirst({
        where: { citizenNumber, ...inGridScope(context, "Query.verifyPerson") },
        select: { name: true },
      });
      return { registered: person !== null, nameMatches: person?.name === name };
    },
  }),
);
