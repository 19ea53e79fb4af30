import { builder } from "../builder.ts";
import { conditional, open } from "../../kit/item.ts";
import { suspicionOf, type DeathInputs } from "../pensions/suspicion-of.ts";
import { PensionSuspicion } from "../types/pension-suspicion.ts";
import { Cremation } from "./cremation.ts";
import { RegistrationCancellation } from "./registration-cancellation.ts";

/** 人, known here by its key, and for the look into pensions by what 公安 and 民政 know of a death. */
export const Person = builder.externalRef("Person", builder.selection<{ id: string }>("id"));

const INPUTS = builder.selection<DeathInputs>(
  "registrationCancellations { reason diedOn cancelledOn } cremations { diedOn crematedOn }",
);

Person.implement({
  description: "人：信息由公安登记，这里只有本部门的记录",
  externalFields: (t) => ({
    id: t.id({ nullable: false, description: "人员标识（假名）", ...open() }),
    registrationCancellations: t.field({
      type: [RegistrationCancellation],
      nullable: true,
      description: "户口注销",
      ...conditional("L2"),
    }),
    cremations: t.field({ type: [Cremation], nullable: true, description: "火化登记", ...conditional("L2") }),
  }),
  fields: (t) => ({
    pensionSuspicion: t.field({
      type: PensionSuspicion,
      nullable: true,
      description: "死亡后领取养老待遇疑点：由人社比对公安、民政数据得出，供人核查，不得据此自动停发",
      ...conditional("L3"),
      requires: INPUTS,
      resolve: (person, _, context) => suspicionOf(person, context),
    }),
  }),
});
