import { builder } from "../builder.ts";
import { ParticipantRole } from "../enums.ts";
import { Enterprise } from "../entities/enterprise.ts";
import { dataset } from "../../kit/dataset.ts";
import { open } from "../../kit/item.ts";

export const ProjectParticipant = builder.prismaObject("ProjectParticipant", {
  ...dataset("工程建设", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    firm: t.field({
      type: Enterprise,
      nullable: true,
      description: "参建单位",
      ...open(),
      resolve: ({ firmCode }) => ({ creditCode: firmCode }),
    }),
    role: t.expose("role", { type: ParticipantRole, nullable: true, ...open() }),
    enteredOn: t.expose("enteredOn", { type: "Date", nullable: true, ...open() }),
    leftOn: t.expose("leftOn", { type: "Date", nullable: true, ...open() }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
