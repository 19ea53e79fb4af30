import { dataset } from "../kit/dataset.ts";
import { divisionField, notShared } from "../kit/item.ts";
import { builder, hasMany, hasOne } from "./builder.ts";
import { Person } from "./people.ts";

/** Cases and biometrics never leave the department: each basis in law says so. The biometrics come from the identity card. */
const CASE = notShared("L4", "刑事诉讼法第五十四条第三款、第一百五十二条");
const BIOMETRIC = notShared("L4", "居民身份证法第六条第三款");

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
  person: [Person, "personId", "涉案人", CASE],
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
  person: [Person, "personId", "被采集人", BIOMETRIC],
});

hasMany(Person, "id", {
  policeCases: [PoliceCase, "personId", "案件", CASE],
  biometrics: [Biometric, "personId", "生物特征登记", BIOMETRIC],
});
