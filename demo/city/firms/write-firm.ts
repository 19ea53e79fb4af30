import { isoDate } from "../calendar.ts";
import type { City } from "../city.ts";
import { gridCode } from "../geography/villages.ts";
import { createRandom, type Random } from "../random.ts";
import { drawFacts } from "./facts.ts";

import type { Firm, FirmFacts } from "./firm.ts";
import { BUILDING, LABOUR, SUPERVISION, type Industry } from "./industries.ts";
import { writeFigures } from "./write-figures.ts";

const YUAN = 100;
/** Trades that construction sites rely on: their firms stay in business. */
const BUILDERS: ReadonlySet<Industry> = new Set([BUILDING, LABOUR, SUPERVISION]);
const CAPITAL = { LARGE: 20_000, MEDIUM: 5_000, SMALL: 800, MICRO: 200 } as const;

const writeShareholders = (city: City, random: Random, firm: Firm, capital: number): void => {
  const { owner } = firm;
  const partner = city.firms.all[(firm.index + 7) % city.firms.all.length]?.owner;
  const share = partner && partner !== owner && random.chance(0.5) ? random.between(51, 90) / 100 : 1;
  const write = (name: string, person: string | null, ratio: number): void => {
    city.write.shareholder({
      enterpriseCreditCode: firm.code,
      name,
      personId: person,
      subscribed: Math.round(capital * ratio),
      ratio: Math.round(ratio * 100) / 100,
      divisionCode: firm.village.code,
    });
  };
  if (owner) write(owner.name, owner.id, share);
  if (partner && share < 1) write(partner.name, partner.id, 1 - share);
};

const writeLicences = (city: City, random: Random, { firm, aboveScale }: FirmFacts): void => {
  const kinds = [
    ...(firm.industry === BUILDING ? (["QUALIFICATION", "SAFETY"] as const) : []),
    ...(firm.industry === LABOUR ? (["LABOUR_DISPATCH"] as const) : []),
    ...(/食品|糕点|饮品|粮油|酒店/.test(firm.industry.trade) ? (["FOOD"] as const) : []),
    ...(aboveScale ? (["DISCHARGE"] as const) : []),
  ];
  for (const kind of kinds) {
    const issuedOn = city.calendar.today - random.between(60, 900);
    city.write.licence({
      enterpriseCreditCode: firm.code,
      kind,
      number: `豫（漯）${kind.slice(0, 2)}〔${isoDate(issuedOn).slice(0, 4)}〕${String(city.count("licence")).padStart(6, "0")}`,
      authority: `${firm.village.district.name}行政审批服务局`,
      issuedOn: isoDate(issuedOn),
      validTo: isoDate(issuedOn + 1_825),
      divisionCode: firm.village.code,
    });
  }
};

/** Writes one firm into the books of enterprise and human-resources, once its staff and owner are known. */
export const writeFirm = (city: City, firm: Firm): FirmFacts => {
  const random = createRandom(city.seed, "firm", firm.index);
  const facts = drawFacts(random, firm, city.calendar);
  const { village, industry, owner } = firm;
  const capital = CAPITAL[facts.scale] * random.between(8, 20) * 1_000 * YUAN;
  const closed = !firm.story && firm.headcount.insured <= 1 && !BUILDERS.has(industry) && random.chance(0.2);
  city.write.enterprise({
    creditCode: firm.code,
    name: firm.name,
    type:
      facts.scale === "LARGE" && random.chance(0.3) ? "JOINT_STOCK" : random.chance(0.04) ? "STATE_OWNED" : "LIMITED",
    capital,
    establishedOn: isoDate(firm.establishedOn),
    status: closed ? (random.chance(0.2) ? "REVOKED" : "CANCELLED") : "ACTIVE",
    authority: `${village.district.name}市场监督管理局`,
    termTo: random.chance(0.3) ? isoDate(firm.establishedOn + 10_957) : null,
    legalRepresentativeName: owner?.name ?? "",
    legalRepresentativeId: owner?.id ?? null,
    address: `${village.address}${(firm.index % 180) + 1}号`,
    scope: industry.scope,
    industryCode: industry.code,
    industryName: industry.name,
    scale: facts.scale,
    employees: facts.employees,
    aboveScale: facts.aboveScale,
    gridCode: gridCode(village, firm.index),
    divisionCode: village.code,
  });
  writeShareholders(city, random, firm, capital);
  writeLicences(city, random, facts);
  writeFigures(city, random, facts);
  return facts;
};
