import { builder, type Context } from "../builder.ts";
import { Enterprise } from "../entities/enterprise.ts";
import { inScope } from "../../kit/context.ts";
import { conditional, open } from "../../kit/item.ts";
import { manyLoader } from "../../kit/loaders.ts";
import { ConstructionPermit } from "../types/construction-permit.ts";
import { ConstructionProject } from "../types/construction-project.ts";
import { HouseContract } from "../types/house-contract.ts";
import { HousingFund } from "../types/housing-fund.ts";
import { ProjectParticipant } from "../types/project-participant.ts";
import { ProjectWorker } from "../types/project-worker.ts";

const constructionProjects = manyLoader(
  (keys: string[], context: Context) =>
    context.database.constructionProject.findMany({
      where: { generalContractorCode: { in: keys }, ...inScope(context) },
      orderBy: { code: "asc" },
    }),
  (row) => row.generalContractorCode,
);

const constructionPermits = manyLoader(
  (keys: string[], context: Context) =>
    context.database.constructionPermit.findMany({
      where: { contractorCode: { in: keys }, ...inScope(context) },
      orderBy: { number: "asc" },
    }),
  (row) => row.contractorCode,
);

const constructionPermitsAsSupervisor = manyLoader(
  (keys: string[], context: Context) =>
    context.database.constructionPermit.findMany({
      where: { supervisorCode: { in: keys }, ...inScope(context) },
      orderBy: { number: "asc" },
    }),
  (row) => row.supervisorCode,
);

const projectParticipants = manyLoader(
  (keys: string[], context: Context) =>
    context.database.projectParticipant.findMany({
      where: { firmCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.firmCode,
);

const projectWorkers = manyLoader(
  (keys: string[], context: Context) =>
    context.database.projectWorker.findMany({
      where: { firmCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.firmCode,
);

const houseContractsAsDeveloper = manyLoader(
  (keys: string[], context: Context) =>
    context.database.houseContract.findMany({
      where: { developerCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.developerCode,
);

const housingFunds = manyLoader(
  (keys: string[], context: Context) =>
    context.database.housingFund.findMany({
      where: { employerCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.employerCode,
);

builder.objectFields(Enterprise, (t) => ({
  constructionProjects: t.field({
    type: [ConstructionProject],
    nullable: true,
    description: "在建项目",
    ...conditional("L2"),
    resolve: ({ creditCode }, _, context) => constructionProjects(context).load(creditCode),
  }),
  constructionPermits: t.field({
    type: [ConstructionPermit],
    nullable: true,
    description: "施工许可",
    ...open(),
    resolve: ({ creditCode }, _, context) => constructionPermits(context).load(creditCode),
  }),
  constructionPermitsAsSupervisor: t.field({
    type: [ConstructionPermit],
    nullable: true,
    description: "施工许可",
    ...open(),
    resolve: ({ creditCode }, _, context) => constructionPermitsAsSupervisor(context).load(creditCode),
  }),
  projectParticipants: t.field({
    type: [ProjectParticipant],
    nullable: true,
    description: "参建单位",
    ...open(),
    resolve: ({ creditCode }, _, context) => projectParticipants(context).load(creditCode),
  }),
  projectWorkers: t.field({
    type: [ProjectWorker],
    nullable: true,
    description: "项目工人",
    ...conditional("L2"),
    resolve: ({ creditCode }, _, context) => projectWorkers(context).load(creditCode),
  }),
  houseContractsAsDeveloper: t.field({
    type: [HouseContract],
    nullable: true,
    description: "商品房网签合同",
    ...conditional("L2"),
    resolve: ({ creditCode }, _, context) => houseContractsAsDeveloper(context).load(creditCode),
  }),
  housingFunds: t.field({
    type: [HousingFund],
    nullable: true,
    description: "住房公积金",
    ...conditional("L2"),
    resolve: ({ creditCode }, _, context) => housingFunds(context).load(creditCode),
  }),
}));
