import { conditional, open } from "../kit/item.ts";
import { equal } from "../kit/rows/filters.ts";
import { hasMany, list, one } from "./builder.ts";
import {
  Attendance,
  ConstructionPermit,
  ConstructionProject,
  ProjectParticipant,
  ProjectWorker,
} from "./construction.ts";
import { ProjectStatus, RentalStatus } from "./enums.ts";
import { Enterprise, Household, Person } from "./foreign.ts";
import { HeatingArea, HouseContract, PropertyManagement, RealEstateRight } from "./homes.ts";
import { HousingFund, PublicRentalHousehold } from "./support.ts";

// Entries into this department's records: from other departments' types, and lists by division.

hasMany(Enterprise, "creditCode", {
  constructionProjects: [ConstructionProject, "generalContractorCode", "作为施工总承包单位的工程项目", open()],
  constructionPermits: [ConstructionPermit, "contractorCode", "作为施工单位的施工许可", open()],
  supervisedPermits: [ConstructionPermit, "supervisorCode", "作为监理单位的施工许可", open()],
  projectParticipations: [ProjectParticipant, "firmCode", "参建的工程项目及角色", open()],
  projectWorkers: [ProjectWorker, "firmCode", "本单位用工的项目工人", conditional("L2")],
  soldHouseContracts: [HouseContract, "developerCode", "作为开发企业的商品房网签合同", conditional("L2")],
  housingFunds: [HousingFund, "employerCode", "单位职工的住房公积金", conditional("L2")],
});

hasMany(Household, "id", {
  publicRentals: [PublicRentalHousehold, "householdId", "本户的公租房保障记录", conditional("L2")],
});

hasMany(Person, "id", {
  siteEmployments: [ProjectWorker, "personId", "工地用工登记", conditional("L2")],
  attendances: [Attendance, "personId", "近七日工地考勤", conditional("L2")],
  publicRentals: [PublicRentalHousehold, "headId", "作为申请人的公租房保障记录", conditional("L2")],
  houseContracts: [HouseContract, "buyerId", "购买商品房的网签合同", conditional("L2")],
  realEstateRights: [RealEstateRight, "ownerId", "不动产权利", conditional("L2")],
  housingFunds: [HousingFund, "personId", "住房公积金", conditional("L2")],
});

one("constructionProject", ConstructionProject, "按项目编码查一个工程项目", open(), {
  code: equal("code", "ID", "项目编码"),
});
list("constructionProjects", ConstructionProject, "在建项目（按区划与状态）", open(), {
  status: equal("status", ProjectStatus, "工程状态"),
});
list("heatingAreas", HeatingArea, "集中供热（按区划）", open());
list("propertyManagements", PropertyManagement, "物业管理（按区划）", open());
list("publicRentalHouseholds", PublicRentalHousehold, "公租房保障家庭（按区划与状态）", conditional("L2"), {
  status: equal("status", RentalStatus, "保障状态"),
});
