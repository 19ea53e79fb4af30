import { conditional, open } from "../kit/item.ts";
import { equal, notBefore } from "../kit/rows/filters.ts";
import { EconomicCheck, SubsistenceFamily, SubsistenceStandard } from "./assistance.ts";
import { builder, hasMany, list, rowsOf } from "./builder.ts";
import { CareHome, Disability, OldAgeSubsidy } from "./care.ts";
import { DestitutePerson, DestituteStandard } from "./destitute.ts";
import { DestituteStatus, OrganisationStatus, SubsidyStatus, SubsistenceStatus } from "./enums.ts";
import { Household, Person } from "./foreign.ts";
import { Cremation, MarriageRecord, SocialOrganisation } from "./registers.ts";

// Entries into this department's records: from other departments' types, and lists by division.

hasMany(Household, "id", {
  subsistenceFamilies: [SubsistenceFamily, "householdId", "本户的低保记录", conditional("L2")],
  economicChecks: [EconomicCheck, "householdId", "家庭经济状况核对", conditional("L2")],
});

hasMany(Person, "id", {
  subsistenceFamilies: [SubsistenceFamily, "headId", "作为户主的低保家庭", conditional("L2")],
  cremations: [Cremation, "personId", "火化登记", conditional("L2")],
  oldAgeSubsidies: [OldAgeSubsidy, "personId", "高龄津贴", conditional("L2")],
  destituteSupport: [DestitutePerson, "personId", "特困供养", conditional("L2")],
  disabilities: [Disability, "personId", "残疾人证", conditional("L2")],
});

const asPartyA = rowsOf(MarriageRecord, "partyAId");
const asPartyB = rowsOf(MarriageRecord, "partyBId");

builder.objectField(Person, "marriageRecords", (t) =>
  t.field({
    type: [MarriageRecord],
    description: "婚姻登记（无论男方女方），按登记编号排列",
    ...conditional("L2"),
    resolve: async ({ id }, _, context) => {
      const records = await Promise.all([asPartyA(context).load(id), asPartyB(context).load(id)]);
      // By key and not by date, which a caller may be denied.
      return records.flat().sort((a, b) => a.id - b.id);
    },
  }),
);

list("careHomes", CareHome, "养老机构（按区划）", open());
list("cremations", Cremation, "火化登记（按区划与火化日期）", conditional("L2"), {
  since: notBefore("crematedOn", "Date", "火化日期不早于"),
});
list("oldAgeSubsidies", OldAgeSubsidy, "高龄津贴（按区划与状态）", conditional("L2"), {
  status: equal("status", SubsidyStatus, "津贴状态"),
});
list("socialOrganisations", SocialOrganisation, "社会组织（按区划与状态）", open(), {
  status: equal("status", OrganisationStatus, "状态"),
});
list("subsistenceFamilies", SubsistenceFamily, "低保家庭（按区划与状态）", conditional("L2"), {
  status: equal("status", SubsistenceStatus, "救助状态"),
});
list("subsistenceStandards", SubsistenceStandard, "城乡低保标准（按区划）", open());
list("destitutePersons", DestitutePerson, "特困供养人员（按区划与状态）", conditional("L2"), {
  status: equal("status", DestituteStatus, "供养状态"),
});
list("destituteStandards", DestituteStandard, "特困人员供养标准（按区划）", open());
