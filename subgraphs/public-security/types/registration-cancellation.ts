import { builder } from "../builder.ts";
import { CancellationReason } from "../enums.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";

export const RegistrationCancellation = builder.prismaObject("RegistrationCancellation", {
  ...dataset("人口", "REAL_TIME"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    reason: t.expose("reason", { type: CancellationReason, nullable: true, ...conditional("L3") }),
    diedOn: t.expose("diedOn", { type: "Date", nullable: true, ...conditional("L3", "DATE_YEAR") }),
    cancelledOn: t.expose("cancelledOn", { type: "Date", nullable: true, ...conditional("L3") }),
    station: t.exposeString("station", { nullable: true, ...conditional("L2") }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
