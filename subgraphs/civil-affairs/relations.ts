import { conditional } from "../kit/item.ts";
import { EconomicCheck, SubsistenceFamily } from "./assistance.ts";
import { builder, hasMany, rowsOf } from "./builder.ts";
import { Disability, OldAgeSubsidy } from "./care.ts";
import { Household, Person } from "./foreign.ts";
import { Cremation, MarriageRecord } from "./registers.ts";

hasMany(Household, "id", {
  subsistenceFamilies: [SubsistenceFamily, "householdId", "本户的低保（特困）记录", conditional("L2")],
  economicChecks: [EconomicCheck, "householdId", "家庭经济状况核对", conditional("L2")],
});

hasMany(Person, "id", {
  subsistenceFamilies: [SubsistenceFamily, "headId", "作为户主的低保（特困）家庭", conditional("L2")],
  cremations: [Cremation, "personId", "火化登记", conditional("L2")],
  oldAgeSubsidies: [OldAgeSubsidy, "personId", "高龄津贴", conditional("L2")],
  disabilities: [Disability, "personId", "残疾人证", conditional("L2")],
});

const asPartyA = rowsOf(MarriageRecord, "partyAId");
const asPartyB = rowsOf(MarriageRecord, "partyBId");

builder.objectField(Person, "marriageRecords", (t) =>
  t.field({
    type: [MarriageRecord],
    description: "婚姻登记（无论男方女方），由早到晚",
    ...conditional("L2"),
    resolve: async ({ id }, _, context) => {
      const records = await Promise.all([asPartyA(context).load(id), asPartyB(context).load(id)]);
      return records.flat().sort((a, b) => a.registeredOn.getTime() - b.registeredOn.getTime());
    },
  }),
);
