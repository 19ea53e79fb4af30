import { builder, type Context } from "../builder.ts";
import { Person } from "../entities/person.ts";
import { inScope } from "../../kit/context.ts";
import { conditional } from "../../kit/item.ts";
import { manyLoader } from "../../kit/loaders.ts";
import { Attendance } from "../types/attendance.ts";
import { HouseContract } from "../types/house-contract.ts";
import { HousingFund } from "../types/housing-fund.ts";
import { ProjectWorker } from "../types/project-worker.ts";
import { PublicRentalHousehold } from "../types/public-rental-household.ts";
import { RealEstateRight } from "../types/real-estate-right.ts";

const projectWorkers = manyLoader(
  (keys: string[], context: Context) =>
    context.database.projectWorker.findMany({
      where: { personId: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.personId,
);

const attendances = manyLoader(
  (keys: string[], context: Context) =>
    context.database.attendance.findMany({
      where: { personId: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.personId,
);

/** Rental records of a person, by head. */
export const publicRentalHouseholds = manyLoader(
  (keys: string[], context: Context) =>
    context.database.publicRentalHousehold.findMany({
      where: { headId: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.headId,
);

/** Contracts of a person, by buyer. */
export const houseContracts = manyLoader(
  (keys: string[], context: Context) =>
    context.database.houseContract.findMany({
      where: { buyerId: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.buyerId,
);

/** Rights of a person, by owner. */
export const realEstateRights = manyLoader(
  (keys: string[], context: Context) =>
    context.database.realEstateRight.findMany({
      where: { ownerId: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.ownerId,
);

const housingFunds = manyLoader(
  (keys: string[], context: Context) =>
    context.database.housingFund.findMany({
      where: { personId: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.personId,
);

builder.objectFields(Person, (t) => ({
  siteEmployments: t.field({
    type: [ProjectWorker],
    nullable: true,
    description: "工地用工登记",
    ...conditional("L2"),
    resolve: ({ id }, _, context) => projectWorkers(context).load(id),
  }),
  attendances: t.field({
    type: [Attendance],
    nullable: true,
    description: "近七日工地考勤",
    ...conditional("L2"),
    resolve: ({ id }, _, context) => attendances(context).load(id),
  }),
  publicRentals: t.field({
    type: [PublicRentalHousehold],
    nullable: true,
    description: "作为申请人的公租房保障记录",
    ...conditional("L2"),
    resolve: ({ id }, _, context) => publicRentalHouseholds(context).load(id),
  }),
  houseContracts: t.field({
    type: [HouseContract],
    nullable: true,
    description: "购买商品房的网签合同",
    ...conditional("L2"),
    resolve: ({ id }, _, context) => houseContracts(context).load(id),
  }),
  realEstateRights: t.field({
    type: [RealEstateRight],
    nullable: true,
    description: "不动产权利",
    ...conditional("L2"),
    resolve: ({ id }, _, context) => realEstateRights(context).load(id),
  }),
  housingFunds: t.field({
    type: [HousingFund],
    nullable: true,
    description: "住房公积金",
    ...conditional("L2"),
    resolve: ({ id }, _, context) => housingFunds(context).load(id),
  }),
}));
