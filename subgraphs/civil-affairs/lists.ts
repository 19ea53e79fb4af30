import { equal, notBefore } from "../kit/filters.ts";
import { conditional, open } from "../kit/item.ts";
import { SubsistenceFamily, SubsistenceStandard } from "./assistance.ts";
import { list } from "./builder.ts";
import { CareHome, OldAgeSubsidy } from "./care.ts";
import { OrganisationStatus, SubsidyStatus, SubsistenceStatus } from "./enums.ts";
import { Cremation, SocialOrganisation } from "./registers.ts";

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
list("subsistenceFamilies", SubsistenceFamily, "低保（特困）家庭（按区划与状态）", conditional("L2"), {
  status: equal("status", SubsistenceStatus, "救助状态"),
});
list("subsistenceStandards", SubsistenceStandard, "城乡低保标准（按区划）", open());
