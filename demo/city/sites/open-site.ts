import { isoDate, type Calendar } from "../calendar.ts";
import type { Firm } from "../firms/firm.ts";
import type { FirmRegistry } from "../firms/firm-registry.ts";
import type { Village } from "../geography/villages.ts";
import type { Random } from "../random.ts";
import type { Site, WageStory } from "./site.ts";

interface Opening {
  readonly index: number;
  readonly village: Village;
  readonly calendar: Calendar;
  readonly firms: FirmRegistry;
  readonly story: WageStory | undefined;
}

const PLACES = [
  "沙河",
  "澧河",
  "黄河路",
  "嵩山路",
  "太行山路",
  "金江路",
  "淞江",
  "龙江",
  "许慎",
  "幸福渠",
  "湘江",
  "燕山",
];
const KINDS = [
  "棚户区改造安置",
  "学府",
  "滨河",
  "产业园标准厂房",
  "中学教学楼",
  "医院病房楼",
  "污水管网",
  "道路改造",
  "老旧小区改造",
  "文体中心",
];
const YUAN = 100;
/** Days from the construction contract to the start of work. */
const CONTRACT_AHEAD = 20;

const from = (firms: readonly Firm[], turn: number): Firm => firms[turn % firms.length] as Firm;

/** A site without workers and with clean books: account opened, deposit in force, labour costs transferred this month. */
export function openSite(random: Random, { index, village, calendar, firms, story }: Opening): Site {
  const inWindow = !story && random.chance(0.2);
  const startedOn = inWindow
    ? calendar.monthStart(random.between(1, 6))
    : calendar.monthStart(0) - random.between(20, 500);
  const contractAmount = random.between(1_800, 32_000) * 10_000 * YUAN;
  const required = Math.round(contractAmount * 0.015);
  const contractor = story?.contractor ? firms.named(story.contractor) : from(firms.contractors, Math.floor(index / 3));
  const place = PLACES[index % PLACES.length] ?? "沙河";
  const kind = KINDS[Math.floor(index / PLACES.length + index) % KINDS.length] ?? "滨河";
  const phase = Math.floor(index / (PLACES.length * KINDS.length)) + 1;
  return {
    index,
    code: `${isoDate(startedOn).slice(2, 7).replace("-", "")}-${village.code.slice(0, 6)}-04-01-${String(100_000 + index)}`,
    name: `${village.district.short}${place}${kind}项目${phase > 1 ? `（${phase}期）` : ""}`,
    calendar,
    contractor,
    labour: from(firms.labour, index),
    supervisor: from(firms.supervisors, index),
    village,
    ...(story ? { story } : {}),
    startedOn,
    contractSignedOn: startedOn - CONTRACT_AHEAD,
    completionOn: calendar.today + random.between(60, 700),
    contractAmount,
    workers: [],
    hasRoster: true,
    sheets: [],
    account: {
      openedOn: startedOn - CONTRACT_AHEAD + random.between(5, 25),
      lastTransferOn: calendar.today - random.between(4, 20),
      balance: Math.round(contractAmount * 0.02),
    },
    payment: { hasGuarantee: true, cycleDays: 30 },
    deposit: {
      amount: required,
      required,
      validTo: calendar.today + random.between(120, 600),
      form: random.chance(0.8) ? "GUARANTEE" : "CASH",
    },
    clues: [],
  };
}
