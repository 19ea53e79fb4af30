import { pseudonymOf } from "../../../subgraphs/kit/pseudonym.ts";
import { isoDate } from "../calendar.ts";
import type { City } from "../city.ts";
import type { FirmFacts } from "../firms/firm.ts";
import type { Manifest } from "../manifest.ts";
import { authorizationNumber } from "../people/write-cases.ts";

const [MUNICIPALITY, COUNTY] = ["411100000000", "411102000000"] as const;

/** Approvals of an inquiry into what a debtor's legal representative owns: one in force, and each that opens nothing. */
const STORIES = [
  { kind: "inForce", gap: null, approverArea: MUNICIPALITY, days: 23, lasts: null, closed: null },
  { kind: "countyHead", gap: "NOT_MUNICIPAL", approverArea: COUNTY, days: 23, lasts: null, closed: null },
  { kind: "expired", gap: "EXPIRED", approverArea: MUNICIPALITY, days: 200, lasts: 60, closed: null },
  { kind: "closed", gap: "CLOSED", approverArea: MUNICIPALITY, days: 90, lasts: null, closed: 12 },
] as const;

/** Families of other stories, of whose heads one drives a car and one lets a shop. */
const PROPERTIED = new Set(["vehicle", "commercialProperty"]);

/**
 * Plants the inquiries of one firm's wage case (保障农民工工资支付条例 art. 40), about who represents it and two who worked for it without a
 * contract; none where nobody represents it.
 */
export function plantInquiries(
  city: City,
  { firm }: FirmFacts,
  families: Manifest["subsistence"],
): Manifest["inquiries"] {
  const { owner } = firm;
  if (!owner) return [];
  const contractors = families
    .filter(({ failing }) => PROPERTIED.has(failing ?? ""))
    .map(({ headCitizenNumber }) => pseudonymOf(headCitizenNumber, city.key));
  const { today, year } = city.calendar;
  return STORIES.map(({ kind, gap, approverArea, days, lasts, closed }) => {
    const inquiryId = `漯人社查〔${year}〕${String(city.count("wage inquiry")).padStart(4, "0")}`;
    const approvalNumber = authorizationNumber(city, "漯人社批");
    const divisionCode = firm.village.code;
    city.write.wageInquiry({
      id: inquiryId,
      number: approvalNumber,
      debtorCode: firm.code,
      approvedBy: "示例负责人",
      approverArea,
      approvedOn: isoDate(today - days),
      validTo: lasts === null ? `${year + 1}-12-31` : isoDate(today - days + lasts),
      closedOn: closed === null ? null : isoDate(today - closed),
      divisionCode,
    });
    const party = { inquiryId, divisionCode };
    city.write.wageInquiryParty({ ...party, personId: owner.id, capacity: "LEGAL_REPRESENTATIVE" });
    for (const personId of contractors)
      city.write.wageInquiryParty({ ...party, personId, capacity: "ACTUAL_CONTRACTOR" });
    return { kind, inquiryId, approvalNumber, people: [owner.id, ...contractors], gap };
  });
}
