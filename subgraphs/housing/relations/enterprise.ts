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

const supervisedPermits = manyLoader(
  (keys: string[], context: Context) =>
    context.database.constructionPermit.findMany({
      where: { supervisorCode: { in: keys }, ...inScope(context) },
      orderBy: { number: "asc" },
    }),
  (row) => row.supervisorCode,
);

const projectParticipations = manyLoader(
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

const soldHouseContracts = manyLoader(
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
    description: "作为施工总承包单位的工程项目",
    ...open(),
    resolve: ({ creditCode }, _, context) => constructionProjects(context).load(creditCode),
  }),
  constructionPermits: t.field({
    type: [ConstructionPermit],
    nullable: true,
    description: "作为施工单位的施工许可",
    ...open(),
    resolve: ({ creditCode }, _, context) => constructionPermits(context).load(creditCode),
  }),
  supervisedPermits: t.field({
    type: [ConstructionPermit],
    nullable: true,
    description: "作为监理单位的施工许可",
    ...open(),
    resolve: ({ creditCode }, _, context) => supervisedPermits(context).load(creditCode),
  }),
  projectParticipations: t.field({
    type: [ProjectParticipant],
    nullable: true,
    description: "参建的工程项目及角色",
    ...open(),
    resolve: ({ creditCode }, _, context) => projectParticipations(context).load(creditCode),
  }),
  projectWorkers: t.field({
    type: [ProjectWorker],
    nullable: true,
    description: "本单位用工的项目工人",
    ...conditional("L2"),
    resolve: ({ creditCode }, _, context) => projectWorkers(context).load(creditCode),
  }),
  soldHouseContracts: t.field({
    type: [HouseContract],
    nullable: true,
    description: "作为开发企业的商品房网签合同",
    ...conditional("L2"),
    resolve: ({ creditCode }, _, context) => soldHouseContracts(context).load(creditCode),
  }),
  housingFunds: t.field({
    type: [HousingFund],
    nullable: true,
    description: "单位职工的住房公积金",
    ...conditional("L2"),
    resolve: ({ creditCode }, _, context) => housingFunds(context).load(creditCode),
  }),
}));
