import { builder, type Context } from "../builder.ts";
import { Person, personById } from "../types/person.ts";
import { inScope } from "../../kit/context.ts";
import { conditional, notShared } from "../../kit/item.ts";
import { manyLoader } from "../../kit/loaders.ts";
import { Biometric } from "../types/biometric.ts";
import { Household } from "../types/household.ts";
import { PoliceCase } from "../types/police-case.ts";
import { RegistrationCancellation } from "../types/registration-cancellation.ts";
import { ResidencePermit } from "../types/residence-permit.ts";
import { Vehicle } from "../types/vehicle.ts";

const BASIS = "个人信息保护法第二十八条，刑事诉讼法";

const registrationCancellations = manyLoader(
  (keys: string[], context: Context) =>
    context.database.registrationCancellation.findMany({
      where: { personId: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.personId,
);

const residencePermits = manyLoader(
  (keys: string[], context: Context) =>
    context.database.residencePermit.findMany({
      where: { personId: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.personId,
);

const vehicles = manyLoader(
  (keys: string[], context: Context) =>
    context.database.vehicle.findMany({
      where: { ownerId: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.ownerId,
);

const policeCases = manyLoader(
  (keys: string[], context: Context) =>
    context.database.policeCase.findMany({
      where: { personId: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.personId,
);

const biometrics = manyLoader(
  (keys: string[], context: Context) =>
    context.database.biometric.findMany({
      where: { personId: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.personId,
);

builder.prismaObjectFields(Person, (t) => ({
  registrationCancellations: t.field({
    type: [RegistrationCancellation],
    nullable: true,
    description: "户口注销",
    ...conditional("L2"),
    resolve: ({ id }, _, context) => registrationCancellations(context).load(id),
  }),
  residencePermits: t.field({
    type: [ResidencePermit],
    nullable: true,
    description: "居住证",
    ...conditional("L2"),
    resolve: ({ id }, _, context) => residencePermits(context).load(id),
  }),
  vehicles: t.field({
    type: [Vehicle],
    nullable: true,
    description: "机动车登记",
    ...conditional("L2"),
    resolve: ({ id }, _, context) => vehicles(context).load(id),
  }),
  policeCases: t.field({
    type: [PoliceCase],
    nullable: true,
    description: "案件",
    ...notShared("L4", BASIS),
    resolve: ({ id }, _, context) => policeCases(context).load(id),
  }),
  biometrics: t.field({
    type: [Biometric],
    nullable: true,
    description: "生物特征登记",
    ...notShared("L4", BASIS),
    resolve: ({ id }, _, context) => biometrics(context).load(id),
  }),
}));
builder.prismaObjectFields(Household, (t) => ({
  head: t.field({
    type: Person,
    nullable: true,
    description: "户主",
    ...conditional("L2"),
    resolve: ({ headId }, _, context) => personById(context).load(headId),
  }),
}));
builder.prismaObjectFields(RegistrationCancellation, (t) => ({
  person: t.field({
    type: Person,
    nullable: true,
    description: "被注销人",
    ...conditional("L3"),
    resolve: ({ personId }, _, context) => personById(context).load(personId),
  }),
}));
builder.prismaObjectFields(ResidencePermit, (t) => ({
  person: t.field({
    type: Person,
    nullable: true,
    description: "持证人",
    ...conditional("L3"),
    resolve: ({ personId }, _, context) => personById(context).load(personId),
  }),
}));
builder.prismaObjectFields(Vehicle, (t) => ({
  owner: t.field({
    type: Person,
    nullable: true,
    description: "机动车所有人",
    ...conditional("L3"),
    resolve: ({ ownerId }, _, context) => personById(context).load(ownerId),
  }),
}));
builder.prismaObjectFields(PoliceCase, (t) => ({
  person: t.field({
    type: Person,
    nullable: true,
    description: "涉案人",
    ...notShared("L4", BASIS),
    resolve: ({ personId }, _, context) => personById(context).load(personId),
  }),
}));
builder.prismaObjectFields(Biometric, (t) => ({
  person: t.field({
    type: Person,
    nullable: true,
    description: "被采集人",
    ...notShared("L4", BASIS),
    resolve: ({ personId }, _, context) => personById(context).load(personId),
  }),
}));
