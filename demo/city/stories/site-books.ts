import type { Line, Sheet, Site, Worker } from "../sites/site.ts";

/** The first `count` workers of a site who have been there all through the last months and still are. */
export function steady(site: Site, count: number): readonly Worker[] {
  return site.workers
    .filter((worker) => worker.leftOn === null && worker.days.slice(7).every((days) => days > 0))
    .slice(0, count);
}

/** A number of workers that is at least `share` of the site. */
export function portion(site: Site, share: number): number {
  return Math.ceil(site.workers.length * share);
}

/** Regular payrolls of a month. */
export function sheetsOf(site: Site, month: number): readonly Sheet[] {
  return site.sheets.filter((sheet) => sheet.month === month && !sheet.isBackPay);
}

/** A worker's regular line of a month. */
export function lineOf(site: Site, worker: Worker, month: number): Line | undefined {
  return sheetsOf(site, month)
    .flatMap((sheet) => sheet.lines)
    .find((line) => line.worker === worker);
}

/** Takes workers off a month's payrolls, as if the team leader had never listed them. */
export function dropLines(site: Site, workers: readonly Worker[], month: number): void {
  for (const sheet of sheetsOf(site, month))
    sheet.lines = sheet.lines.filter(({ worker }) => !workers.includes(worker));
  site.sheets = site.sheets.filter(({ lines }) => lines.length > 0);
}

/** Lets a line stand as prepared, with only a share of it paid. */
export function payOnly(site: Site, worker: Worker, month: number, share: number): void {
  const line = lineOf(site, worker, month);
  if (!line) return;
  line.paid = Math.round((line.due * share) / 100) * 100;
  if (share === 0) line.paidOn = null;
}

/** Marks workers as absent from a month on. */
export function absentFrom(workers: readonly Worker[], month: number): void {
  for (const { days } of workers) for (let index = month; index < days.length; index += 1) days[index] = 0;
}
