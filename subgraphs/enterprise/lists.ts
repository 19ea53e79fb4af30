import { equal } from "../kit/filters.ts";
import { open } from "../kit/item.ts";
import { all, list, one } from "./builder.ts";
import { EnterpriseScale, RegistrationStatus } from "./enums.ts";
import { Enterprise, SoleTrader } from "./firms.ts";
import { Payout, Policy } from "./policy.ts";

one("enterprise", Enterprise, "按统一社会信用代码查一家企业", open(), {
  creditCode: equal("creditCode", "CreditCode", "统一社会信用代码"),
});
list("enterprises", Enterprise, "企业（按区划、登记状态与规模）", open(), {
  status: equal("status", RegistrationStatus, "登记状态"),
  scale: equal("scale", EnterpriseScale, "企业规模"),
});
list("payouts", Payout, "政策兑现记录（按区划与年度）", open(), {
  year: equal("year", "Int", "年度"),
});
all("policies", Policy, "惠企政策", open());
one("policy", Policy, "按代码查一项惠企政策", open(), { code: equal("code", "ID", "政策代码") });
list("soleTraders", SoleTrader, "个体工商户（按区划与登记状态）", open(), {
  status: equal("status", RegistrationStatus, "登记状态"),
});
