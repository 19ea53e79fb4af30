import { builder } from "../builder.ts";
import { open } from "../../kit/item.ts";

/** 施工许可, of which 住建 brings along what the wage warning needs. */
export const ConstructionPermit = builder.externalRef("ConstructionPermit").implement({
  description: "施工许可：由住建核发，这里只取预警所需",
  externalFields: (t) => ({
    number: t.id({ nullable: false, description: "施工许可证编号", ...open() }),
    issuedOn: t.field({ type: "Date", nullable: true, description: "发证日期", ...open() }),
  }),
});
