import { builder, type Context } from "../builder.ts";
import { Education, HouseholdType, RelationToHead, Sex } from "../enums.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";
import { oneLoader } from "../../kit/loaders.ts";

export const Person = builder.prismaObject("Person", {
  ...dataset("人口", "REAL_TIME"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    citizenNumber: t.exposeString("citizenNumber", { nullable: true, ...conditional("L3", "CITIZEN_NUMBER") }),
    name: t.exposeString("name", { nullable: true, ...conditional("L3", "NAME") }),
    formerName: t.exposeString("formerName", { nullable: true, ...conditional("L3", "NAME") }),
    sex: t.expose("sex", { type: Sex, nullable: true, ...conditional("L2") }),
    nation: t.exposeString("nation", { nullable: true, ...conditional("L2") }),
    birthDate: t.expose("birthDate", { type: "Date", nullable: true, ...conditional("L3", "DATE_YEAR") }),
    relationToHead: t.expose("relationToHead", { type: RelationToHead, nullable: true, ...conditional("L2") }),
    householdType: t.expose("householdType", { type: HouseholdType, nullable: true, ...conditional("L2") }),
    education: t.expose("education", { type: Education, nullable: true, ...conditional("L2") }),
    nativePlace: t.exposeString("nativePlace", { nullable: true, ...conditional("L2") }),
    address: t.exposeString("address", { nullable: true, ...conditional("L3", "ADDRESS") }),
    gridCode: t.exposeString("gridCode", { nullable: true, ...conditional("L2") }),
    movedInOn: t.expose("movedInOn", { type: "Date", nullable: true, ...conditional("L2") }),
    deceased: t.exposeBoolean("deceased", { nullable: true, ...conditional("L3") }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});

/** One person by id; the guard decides what of it may leave. */
export const personById = oneLoader(
  (keys: string[], context: Context) => context.database.person.findMany({ where: { id: { in: keys } } }),
  (row) => row.id,
);

builder.asEntity(Person, {
  key: builder.selection<{ id: string }>("id"),
  resolveReference: ({ id }, context) => personById(context).load(id),
});
