import { builder, type Context } from "../builder.ts";
import { Person } from "../entities/person.ts";
import { inScope } from "../../kit/context.ts";
import { conditional } from "../../kit/item.ts";
import { manyLoader } from "../../kit/loaders.ts";
import { Cremation } from "../types/cremation.ts";
import { Disability } from "../types/disability.ts";
import { MarriageRecord } from "../types/marriage-record.ts";
import { OldAgeSubsidy } from "../types/old-age-subsidy.ts";
import { SubsistenceFamily } from "../types/subsistence-family.ts";

const asPartyA = manyLoader(
  (keys: string[], context: Context) =>
    context.database.marriageRecord.findMany({
      where: { partyAId: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.partyAId,
);

const asPartyB = manyLoader(
  (keys: string[], context: Context) =>
    context.database.marriageRecord.findMany({
      where: { partyBId: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.partyBId,
);

const subsistenceFamilies = manyLoader(
  (keys: string[], context: Context) =>
    context.database.subsistenceFamily.findMany({
      where: { headId: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.headId,
);

/** Cremations of a person. */
export const cremations = manyLoader(
  (keys: string[], context: Context) =>
    context.database.cremation.findMany({
      where: { personId: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.personId,
);

const oldAgeSubsidies = manyLoader(
  (keys: string[], context: Context) =>
    context.database.oldAgeSubsidy.findMany({
      where: { personId: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.personId,
);

/** Disability certificates of a person. */
export const disabilities = manyLoader(
  (keys: string[], context: Context) =>
    context.database.disability.findMany({
      where: { personId: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.personId,
);

builder.objectFields(Person, (t) => ({
  marriageRecords: t.field({
    type: [MarriageRecord],
    nullable: true,
    description: "婚姻登记（无论男方女方），由早到晚",
    ...conditional("L2"),
    resolve: async ({ id }, _, context) => {
      const records = await Promise.all([asPartyA(context).load(id), asPartyB(context).load(id)]);
      return records.flat().sort((a, b) => a.registeredOn.getTime() - b.registeredOn.getTime());
    },
  }),
  subsistenceFamilies: t.field({
    type: [SubsistenceFamily],
    nullable: true,
    description: "作为户主的低保（特困）家庭",
    ...conditional("L2"),
    resolve: ({ id }, _, context) => subsistenceFamilies(context).load(id),
  }),
  cremations: t.field({
    type: [Cremation],
    nullable: true,
    description: "火化登记",
    ...conditional("L2"),
    resolve: ({ id }, _, context) => cremations(context).load(id),
  }),
  oldAgeSubsidies: t.field({
    type: [OldAgeSubsidy],
    nullable: true,
    description: "高龄津贴",
    ...conditional("L2"),
    resolve: ({ id }, _, context) => oldAgeSubsidies(context).load(id),
  }),
  disabilities: t.field({
    type: [Disability],
    nullable: true,
    description: "残疾人证",
    ...conditional("L2"),
    resolve: ({ id }, _, context) => disabilities(context).load(id),
  }),
}));
