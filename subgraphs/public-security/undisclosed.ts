import { dataset } from "../kit/dataset.ts";
import { divisionField, notShared } from "../kit/item.ts";
import { builder, hasMany, hasOne } from "./builder.ts";
import { Person } from "./people.ts";

/** Cases and biometrics never leave the department: each basis in law says so. */
const CASE = notShared("L4", "刑事诉讼法、公安机关保密规定");
const BIOMETRIC = notShared("L4", "个人信息保护法第二十八条");
const LINK = notShared("L4", "个人信息保护法第二十八条，刑事诉讼法");

const PoliceCase = builder.prismaObject("PoliceCase", {
  ...dataset("案件", "REAL_TIME"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...CASE }),
    caseNumber: t.exposeString("caseNumber", CASE),
    category: t.exposeString("category", CASE),
    openedOn: t.expose("openedOn", { type: "Date", ...CASE }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(PoliceCase, {
  person: [Person, "personId", "涉案人", LINK],
});

const Biometric = builder.prismaObject("Biometric", {
  ...dataset("人口", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...BIOMETRIC }),
    kind: t.exposeString("kind", BIOMETRIC),
    capturedOn: t.expose("capturedOn", { type: "Date", ...BIOMETRIC }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(Biometric, {
  person: [Person, "personId", "被采集人", LINK],
});

hasMany(Person, "id", {
  policeCases: [PoliceCase, "personId", "案件", LINK],
  biometrics: [Biometric, "personId", "生物特征登记", LINK],
});
