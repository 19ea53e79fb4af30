import { builder, type Context } from "../builder.ts";
import { ConstructionProject, constructionProjectByCode } from "../types/construction-project.ts";
import { inScope } from "../../kit/context.ts";
import { conditional, open } from "../../kit/item.ts";
import { manyLoader } from "../../kit/loaders.ts";
import { Attendance } from "../types/attendance.ts";
import { ConstructionPermit } from "../types/construction-permit.ts";
import { ProjectParticipant } from "../types/project-participant.ts";
import { ProjectWorker } from "../types/project-worker.ts";

const constructionPermits = manyLoader(
  (keys: string[], context: Context) =>
    context.database.constructionPermit.findMany({
      where: { projectCode: { in: keys }, ...inScope(context) },
      orderBy: { number: "asc" },
    }),
  (row) => row.projectCode,
);

const projectParticipants = manyLoader(
  (keys: string[], context: Context) =>
    context.database.projectParticipant.findMany({
      where: { projectCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.projectCode,
);

const projectWorkers = manyLoader(
  (keys: string[], context: Context) =>
    context.database.projectWorker.findMany({
      where: { projectCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.projectCode,
);

const attendances = manyLoader(
  (keys: string[], context: Context) =>
    context.database.attendance.findMany({
      where: { projectCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.projectCode,
);

builder.prismaObjectFields(ConstructionProject, (t) => ({
  constructionPermits: t.field({
    type: [ConstructionPermit],
    nullable: true,
    description: "施工许可",
    ...open(),
    resolve: ({ code }, _, context) => constructionPermits(context).load(code),
  }),
  participants: t.field({
    type: [ProjectParticipant],
    nullable: true,
    description: "参建单位",
    ...open(),
    resolve: ({ code }, _, context) => projectParticipants(context).load(code),
  }),
  workers: t.field({
    type: [ProjectWorker],
    nullable: true,
    description: "项目工人",
    ...conditional("L2"),
    resolve: ({ code }, _, context) => projectWorkers(context).load(code),
  }),
  attendances: t.field({
    type: [Attendance],
    nullable: true,
    description: "近七日现场考勤",
    ...conditional("L2"),
    resolve: ({ code }, _, context) => attendances(context).load(code),
  }),
}));
builder.prismaObjectFields(ConstructionPermit, (t) => ({
  project: t.field({
    type: ConstructionProject,
    nullable: true,
    description: "工程项目",
    ...open(),
    resolve: ({ projectCode }, _, context) => constructionProjectByCode(context).load(projectCode),
  }),
}));
builder.prismaObjectFields(ProjectParticipant, (t) => ({
  project: t.field({
    type: ConstructionProject,
    nullable: true,
    description: "工程项目",
    ...open(),
    resolve: ({ projectCode }, _, context) => constructionProjectByCode(context).load(projectCode),
  }),
}));
builder.prismaObjectFields(ProjectWorker, (t) => ({
  project: t.field({
    type: ConstructionProject,
    nullable: true,
    description: "工程项目",
    ...open(),
    resolve: ({ projectCode }, _, context) => constructionProjectByCode(context).load(projectCode),
  }),
}));
builder.prismaObjectFields(Attendance, (t) => ({
  project: t.field({
    type: ConstructionProject,
    nullable: true,
    description: "工程项目",
    ...open(),
    resolve: ({ projectCode }, _, context) => constructionProjectByCode(context).load(projectCode),
  }),
}));
