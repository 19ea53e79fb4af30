import { equal } from "../kit/filters.ts";
import { conditional, open } from "../kit/item.ts";
import { list, one } from "./builder.ts";
import { ConstructionProject } from "./construction.ts";
import { ProjectStatus, RentalStatus } from "./enums.ts";
import { HeatingArea, PropertyManagement } from "./homes.ts";
import { PublicRentalHousehold } from "./support.ts";

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
