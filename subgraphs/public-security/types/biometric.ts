import { builder } from "../builder.ts";
import { dataset } from "../../kit/dataset.ts";
import { notShared, open } from "../../kit/item.ts";

const BASIS = "个人信息保护法第二十八条";

export const Biometric = builder.prismaObject("Biometric", {
  ...dataset("人口", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...notShared("L4", BASIS) }),
    kind: t.exposeString("kind", { nullable: true, ...notShared("L4", BASIS) }),
    capturedOn: t.expose("capturedOn", { type: "Date", nullable: true, ...notShared("L4", BASIS) }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
