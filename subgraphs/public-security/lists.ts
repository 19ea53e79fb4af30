import { equal, notBefore } from "../kit/filters.ts";
import { conditional } from "../kit/item.ts";
import { list, one } from "./builder.ts";
import { CancellationReason } from "./enums.ts";
import { Household, Person, RegistrationCancellation, ResidencePermit } from "./people.ts";

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
