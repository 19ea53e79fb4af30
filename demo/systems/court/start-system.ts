import { firmsIn } from "../registers.ts";
import type { ServedSystem } from "../serve.ts";
import { serveCourt, type ListedDebtor } from "./serve-system.ts";

const COURTS = [
  "漯河市源汇区人民法院",
  "漯河市郾城区人民法院",
  "漯河市召陵区人民法院",
  "舞阳县人民法院",
  "临颍县人民法院",
];

/** One firm in so many is on the list. */
const LISTED = 40;

const listed = (registerUrl: string) => async () =>
  (await firmsIn(registerUrl))
    .filter(({ spread }) => spread % LISTED === 1)
    .map(({ code, name, spread }, at): ListedDebtor => ({
      caseNumber: `（2026）豫1102执${String(100 + at)}号`,
      cardNumber: code,
      name,
      court: COURTS[spread % COURTS.length] ?? "",
      performance: 1 + (spread % 2),
      publishedOn: `2026${String(1 + (spread % 10)).padStart(2, "0")}${String(1 + (spread % 28)).padStart(2, "0")}`,
    }));

/** Starts the list of 失信被执行人 for the invented city. */
export function startCourt(registerUrl: string): Promise<ServedSystem> {
  return serveCourt(listed(registerUrl));
}
