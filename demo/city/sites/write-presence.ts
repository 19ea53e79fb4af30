import { isoDate } from "../calendar.ts";
import type { City } from "../city.ts";
import type { Random } from "../random.ts";
import type { Site, Worker } from "./site.ts";

const LAST_DAYS = 7;

const two = (value: number): string => String(value).padStart(2, "0");

const writeWeek = (city: City, random: Random, site: Site, worker: Worker): void => {
  const { today } = city.calendar;
  for (let day = today - LAST_DAYS + 1; day <= today; day += 1) {
    if (worker.enteredOn > day || (worker.leftOn !== null && worker.leftOn < day) || !random.chance(0.86)) continue;
    city.write.attendance({
      projectCode: site.code,
      personId: worker.person?.id ?? "",
      day: isoDate(day),
      enteredAt: `${isoDate(day)} 06:${two(random.between(30, 59))}:${two(random.between(0, 59))}+08`,
      leftAt: random.chance(0.97)
        ? `${isoDate(day)} 18:${two(random.between(0, 45))}:${two(random.between(0, 59))}+08`
        : null,
      channel: random.chance(0.9) ? "FACE" : random.chance(0.7) ? "CARD" : "MANUAL",
      divisionCode: site.village.code,
    });
  }
};

/** Roster, site attendance of the last week, and monthly attendance. */
export function writePresence(city: City, random: Random, site: Site): void {
  const { village } = site;
  for (const worker of site.workers) {
    const common = {
      projectCode: site.code,
      personId: worker.person?.id ?? "",
      team: worker.team,
      divisionCode: village.code,
    };
    const stay = {
      trade: worker.trade,
      enteredOn: isoDate(worker.enteredOn),
      leftOn: worker.leftOn === null ? null : isoDate(worker.leftOn),
      hasContract: true,
    };
    city.write.projectWorker({ ...common, ...stay, firmCode: worker.employer, hasInsurance: random.chance(0.97) });
    city.write.rosterEntry({
      ...common,
      ...stay,
      employerCode: worker.employer,
      settledOn: worker.settledOn === null ? null : isoDate(worker.settledOn),
      payDay: worker.payDay ?? null,
      paysInSameMonth: false,
    });
    for (const [month, days] of worker.days.entries()) {
      const leave = worker.leave[month] ?? 0;
      const paidLeaveDays = worker.paidLeave?.[month] ?? 0;
      if (days > 0 || leave > 0)
        city.write.attendanceMonth({
          ...common,
          month: site.calendar.months[month] ?? "",
          days,
          leaveDays: leave,
          paidLeaveDays,
        });
    }
    if ((worker.days[11] ?? 0) > 0) writeWeek(city, random, site, worker);
  }
}
