import { isoDate } from "../calendar.ts";
import type { City } from "../city.ts";
import { gridCode } from "../geography/villages.ts";
import { drawSurname, drawGivenName } from "../people/names.ts";
import { createRandom, type Random } from "../random.ts";
import type { Site } from "./site.ts";
import { writePresence } from "./write-presence.ts";
import { writeWages } from "./write-wages.ts";

/** A telephone number that nobody has: 120 is no mobile prefix. */
export function phoneOf(n: number): string {
  return `120${String(39_500_000 + n).padStart(8, "0")}`;
}

const writeProject = (city: City, random: Random, site: Site): void => {
  const { village } = site;
  city.write.constructionProject({
    code: site.code,
    name: site.name,
    category: site.name.includes("管网") || site.name.includes("道路") ? "MUNICIPAL" : "BUILDING",
    generalContractorCode: site.contractor.code,
    ownerUnit: `漯河市${village.district.short}城市建设投资（示例）有限公司`,
    investment: Math.round(site.contractAmount * 1.3),
    contractAmount: site.contractAmount,
    area: Math.round(site.contractAmount / 260_000),
    startedOn: isoDate(site.startedOn),
    plannedCompletionOn: isoDate(site.completionOn),
    completedOn: null,
    status: "ONGOING",
    address: `${village.address}施工现场`,
    contactName: drawSurname(random) + drawGivenName(random, "MALE", 1980),
    contactPhone: phoneOf(site.index),
    gridCode: gridCode(village, site.index),
    divisionCode: village.code,
  });
  const issuedOn = site.startedOn - random.between(3, 15);
  const region = village.code.slice(0, 6);
  const order = city.count(`permit ${region} ${issuedOn}`);
  city.write.constructionPermit({
    number: `${region}${isoDate(issuedOn).slice(2).replaceAll("-", "")}01${String(order).padStart(2, "0")}-SX-001`,
    projectCode: site.code,
    contractPrice: site.contractAmount,
    area: Math.round(site.contractAmount / 260_000),
    issuedOn: isoDate(issuedOn),
    contractSignedOn: isoDate(site.contractSignedOn),
    paymentGuarantee: site.payment.hasGuarantee,
    labourCycleDays: site.payment.cycleDays,
    contractorCode: site.contractor.code,
    supervisorCode: site.supervisor.code,
    projectManager: drawSurname(random) + drawGivenName(random, "MALE", 1976),
    divisionCode: village.code,
  });
};

const writeParticipants = (city: City, site: Site): void => {
  const roles = [
    [site.contractor, "GENERAL_CONTRACTOR"],
    [site.labour, "LABOUR_SUBCONTRACTOR"],
    [site.supervisor, "SUPERVISOR"],
  ] as const;
  for (const [firm, role] of roles)
    city.write.projectParticipant({
      projectCode: site.code,
      firmCode: firm.code,
      role,
      enteredOn: isoDate(site.startedOn),
      leftOn: null,
      divisionCode: site.village.code,
    });
};

const writeGuarantees = (city: City, random: Random, site: Site): void => {
  const { account, deposit, village } = site;
  const common = { projectCode: site.code, contractorCode: site.contractor.code, divisionCode: village.code };
  if (account)
    city.write.wageAccount({
      ...common,
      bank: "中国建设银行漯河分行",
      account: `000000620041${String(site.index + 1).padStart(7, "0")}`,
      openedOn: isoDate(account.openedOn),
      contractAmount: site.contractAmount,
      labourRatio: 0.2,
      lastTransferOn: isoDate(account.lastTransferOn),
      lastTransferAmount: Math.round(site.contractAmount * 0.2 * 0.04),
      balance: account.balance,
      publicisedOn: account.publicisedOn === undefined ? null : isoDate(account.publicisedOn),
      closedOn: account.closedOn === undefined ? null : isoDate(account.closedOn),
    });
  const institution = random.pick(["中国银行漯河分行", "中原银行漯河分行", "漯河市工程担保（示例）有限公司"]);
  if (deposit)
    city.write.wageDeposit({
      ...common,
      form: deposit.form,
      amount: deposit.amount,
      requiredAmount: deposit.required,
      institution,
      validTo: isoDate(deposit.validTo),
    });
  for (const clue of site.clues)
    city.write.arrearsClue({
      channel: clue.channel,
      receivedAt: `${isoDate(clue.receivedOn)} 10:20:00+08`,
      projectCode: site.code,
      employerCode: site.contractor.code,
      workers: clue.workers,
      amount: clue.amount,
      reporterPhone: phoneOf(20_000_000 + site.index),
      summary: clue.summary,
      status: clue.status,
      closedAt: clue.closedOn === null ? null : `${isoDate(clue.closedOn)} 17:00:00+08`,
      divisionCode: village.code,
    });
};

/** Writes one site into the books of housing and human-resources. */
export function writeSite(city: City, site: Site): void {
  const random = createRandom(city.seed, "write site", site.index);
  writeProject(city, random, site);
  writeParticipants(city, site);
  writeGuarantees(city, random, site);
  if (site.hasRoster) writePresence(city, random, site);
  writeWages(city, random, site);
}
