import { firmsIn } from "../registers.ts";
import type { ServedSystem } from "../serve.ts";
import { serveTax, type BookedTax } from "./serve-system.ts";

const KINDS = ["10101", "10104", "10111"];

/** One firm in so many paid something this year. */
const PAYING = 2;

const booked = (registerUrl: string) => async () =>
  (await firmsIn(registerUrl))
    .filter((_, at) => at % PAYING === 0)
    .map(({ code, name, division, spread }, at): BookedTax => {
      const [month, day] = [1 + (spread % 10), 1 + (spread % 28)].map((part) => String(part).padStart(2, "0"));
      return {
        pzxh: `341110260${String(at).padStart(9, "0")}`,
        nsrsbh: code,
        nsrmc: name,
        zsxm: KINDS[spread % KINDS.length] ?? "10101",
        sjje: (300 + spread * 1.25).toFixed(2),
        rkrq: `2026-${month}-${day}T09:30:00`,
        xzqh: division,
      };
    });

/** Starts 税务征管系统 of the invented city. */
export function startTax(registerUrl: string): Promise<ServedSystem> {
  return serveTax(booked(registerUrl));
}
