import { isoDate } from "../calendar.ts";
import type { City } from "../city.ts";
import { gridCode } from "../geography/villages.ts";
import { drawSurname, drawGivenName } from "../people/names.ts";
import { createRandom, type Random } from "../random.ts";
import type { Site } from "./site.ts";
import { writePresence } from "./write-presence.ts";
import { writeWages } from "./write-wages.ts";

/** A telephone number that nobody has: 120 is no mobile prefix. */
export const phoneOf = (n: number): string => `120${String(39_500_000 + n).padStart(8, "0")}`;

const writeProject = (city: City, random: Random, site: Site): void => {
  const { village } = site;
  city.write.construction_project({
    code: site.code,
    name: site.name,
    category: site.name.includes("管网") || site.name.includes("道路") ? "MUNICIPAL" : "BUILDING",
    general_contractor_code: site.contractor.code,
    owner_unit: `漯河市${village.district.short}城市建设投资（示例）有限公司`,
    investment: Math.round(site.contractAmount * 1.3),
    contract_amount: site.contractAmount,
    area: Math.round(site.contractAmount / 260_000),
    started_on: isoDate(site.startedOn),
    planned_completion_on: isoDate(site.completionOn),
    completed_on: null,
    status: "ONGOING",
    address: `${village.address}施工现场`,
    contact_name: drawSurname(random) + drawGivenName(random, "MALE", 1980),
    contact_phone: phoneOf(site.index),
    grid_code: gridCode(village, site.index),
    division_code: village.code,
  });
  const issuedOn = site.startedOn - random.between(3, 15);
  const region = village.code.slice(0, 6);
  const order = city.count(`permit ${region} ${issuedOn}`);
  city.write.construction_permit({
    number: `${region}${isoDate(issuedOn).slice(2).replaceAll("-", "")}01${String(order).padStart(2, "0")}-SX-001`,
    project_code: site.code,
    contract_price: site.contractAmount,
    area: Math.round(site.contractAmount / 260_000),
    issued_on: isoDate(issuedOn),
    contractor_code: site.contractor.code,
    supervisor_code: site.supervisor.code,
    project_manager: drawSurname(random) + drawGivenName(random, "MALE", 1976),
    division_code: village.code,
  });
};

const writeParticipants = (city: City, site: Site): void => {
  const roles = [
    [site.contractor, "GENERAL_CONTRACTOR"],
    [site.labour, "LABOUR_SUBCONTRACTOR"],
    [site.supervisor, "SUPERVISOR"],
  ] as const;
  for (const [firm, role] of roles)
    city.write.project_participant({
      project_code: site.code,
      firm_code: firm.code,
      role,
      entered_on: isoDate(site.startedOn),
      left_on: null,
      division_code: site.village.code,
    });
};

const writeGuarantees = (city: City, random: Random, site: Site): void => {
  const { account, deposit, village } = site;
  const common = { project_code: site.code, contractor_code: site.contractor.code, division_code: village.code };
  if (account)
    city.write.wage_account({
      ...common,
      bank: "中国建设银行漯河分行",
      account: `000000620041${String(site.index + 1).padStart(7, "0")}`,
      opened_on: isoDate(account.openedOn),
      contract_amount: site.contractAmount,
      labour_ratio: 0.2,
      last_transfer_on: isoDate(account.lastTransferOn),
      last_transfer_amount: Math.round(site.contractAmount * 0.2 * 0.04),
      balance: account.balance,
    });
  city.write.wage_deposit({
    ...common,
    form: deposit.form,
    amount: deposit.amount,
    required_amount: deposit.required,
    institution: random.pick(["中国银行漯河分行", "中原银行漯河分行", "漯河市工程担保（示例）有限公司"]),
    valid_to: isoDate(deposit.validTo),
  });
  for (const clue of site.clues)
    city.write.arrears_clue({
      channel: clue.channel,
      received_at: `${isoDate(clue.receivedOn)} 10:20:00+08`,
      project_code: site.code,
      employer_code: site.contractor.code,
      workers: clue.workers,
      amount: clue.amount,
      reporter_phone: phoneOf(20_000_000 + site.index),
      summary: clue.summary,
      status: clue.status,
      closed_at: clue.closedOn === null ? null : `${isoDate(clue.closedOn)} 17:00:00+08`,
      division_code: village.code,
    });
};

/** Writes one site into the books of housing and human-resources. */
export const writeSite = (city: City, site: Site): void => {
  const random = createRandom(city.seed, "write site", site.index);
  writeProject(city, random, site);
  writeParticipants(city, site);
  writeGuarantees(city, random, site);
  if (site.hasRoster) writePresence(city, random, site);
  writeWages(city, random, site);
};
