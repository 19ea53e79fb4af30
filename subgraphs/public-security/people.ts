import { dataset, inDataset } from "../kit/dataset.ts";
import { conditional, divisionField, open, subject } from "../kit/item.ts";
import { equal, notBefore } from "../kit/rows/filters.ts";
import { builder, entity, hasMany, hasOne, list, one } from "./builder.ts";
import {
  CancellationReason,
  Education,
  HouseholdType,
  RelationToHead,
  Sex,
  VehicleType,
  VehicleUsage,
} from "./enums.ts";

const Household = builder.prismaObject("Household", {
  ...dataset("人口", "REAL_TIME"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    number: t.exposeString("number", conditional("L3")),
    address: t.exposeString("address", conditional("L3", "ADDRESS")),
    gridCode: t.exposeString("gridCode", divisionField(conditional("L2"))),
    divisionCode: t.exposeString("divisionCode", open()),
  }),
});

export const Person = builder.prismaObject("Person", {
  ...dataset("人口", "REAL_TIME"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    registerId: t.exposeID("id", {
      nullable: false,
      description: "人员登记标识：与 id 相同，供派生计算认出答复所指之人",
      ...open(),
    }),
    citizenNumber: t.exposeString("citizenNumber", conditional("L3", "CITIZEN_NUMBER")),
    name: t.exposeString("name", conditional("L3", "NAME")),
    formerName: t.exposeString("formerName", conditional("L3", "NAME")),
    sex: t.expose("sex", { type: Sex, ...conditional("L2") }),
    nation: t.exposeString("nation", conditional("L2")),
    birthDate: t.expose("birthDate", { type: "Date", ...conditional("L3", "DATE_YEAR") }),
    relationToHead: t.expose("relationToHead", { type: RelationToHead, ...conditional("L2") }),
    householdType: t.expose("householdType", { type: HouseholdType, ...conditional("L2") }),
    education: t.expose("education", { type: Education, ...conditional("L2") }),
    nativePlace: t.exposeString("nativePlace", conditional("L2")),
    address: t.exposeString("address", conditional("L3", "ADDRESS")),
    gridCode: t.exposeString("gridCode", divisionField(conditional("L2"))),
    movedInOn: t.expose("movedInOn", { type: "Date", ...conditional("L2") }),
    deceased: t.exposeBoolean("deceased", conditional("L3")),
    divisionCode: t.exposeString("divisionCode", open()),
  }),
});

hasOne(Household, {
  head: [Person, "headId", "户主", subject(conditional("L2"))],
});

entity(Household);

hasOne(Person, {
  household: [Household, "householdId", "所在户", conditional("L2")],
});

entity(Person);

const RegistrationCancellation = builder.prismaObject("RegistrationCancellation", {
  ...dataset("人口", "REAL_TIME"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    reason: t.expose("reason", { type: CancellationReason, ...conditional("L3") }),
    diedOn: t.expose("diedOn", { type: "Date", ...conditional("L3", "DATE_YEAR") }),
    cancelledOn: t.expose("cancelledOn", { type: "Date", ...conditional("L3") }),
    station: t.exposeString("station", conditional("L2")),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(RegistrationCancellation, {
  person: [Person, "personId", "被注销人", subject(conditional("L3"))],
});

const ResidencePermit = builder.prismaObject("ResidencePermit", {
  ...dataset("人口", "REAL_TIME"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    permitNumber: t.exposeString("permitNumber", conditional("L3")),
    address: t.exposeString("address", conditional("L3", "ADDRESS")),
    issuedOn: t.expose("issuedOn", { type: "Date", ...conditional("L2") }),
    validTo: t.expose("validTo", { type: "Date", ...conditional("L2") }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(ResidencePermit, {
  person: [Person, "personId", "持证人", subject(conditional("L3"))],
});

hasMany(Household, "id", {
  members: [Person, "householdId", "户内成员", conditional("L2")],
});

hasMany(Person, "id", {
  registrationCancellations: [RegistrationCancellation, "personId", "户口注销", conditional("L2")],
  residencePermits: [ResidencePermit, "personId", "居住证", conditional("L2")],
});

const Vehicle = builder.prismaObject("Vehicle", {
  ...dataset("机动车", "REAL_TIME"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    plate: t.exposeString("plate", conditional("L3")),
    vehicleType: t.expose("vehicleType", { type: VehicleType, ...conditional("L2") }),
    usage: t.expose("usage", { type: VehicleUsage, ...conditional("L2") }),
    registeredOn: t.expose("registeredOn", { type: "Date", ...conditional("L3", "DATE_YEAR") }),
    value: t.expose("value", {
      type: "Fen",
      ...inDataset(conditional("L3", "AMOUNT_BAND"), "车辆购置税", "REAL_TIME", "taxation"),
    }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(Vehicle, {
  owner: [Person, "ownerId", "机动车所有人", subject(conditional("L3"))],
});

hasMany(Person, "id", {
  vehicles: [Vehicle, "ownerId", "机动车登记", conditional("L2")],
});

one("household", Household, "按户标识查一户", conditional("L2"), { id: equal("id", "ID", "户标识") });
one("person", Person, "按公民身份号码查一人", conditional("L2"), {
  citizenNumber: equal("citizenNumber", "CitizenNumber", "公民身份号码"),
});
list("people", Person, "常住人口（按区划）", conditional("L2"));
list("registrationCancellations", RegistrationCancellation, "户口注销（按区划、原因与注销日期）", conditional("L2"), {
  reason: equal("reason", CancellationReason, "注销原因"),
  since: notBefore("cancelledOn", "Date", "注销日期不早于"),
});
list("residencePermits", ResidencePermit, "居住证（按区划）", conditional("L2"));
