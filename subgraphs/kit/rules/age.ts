import { beijingDay } from "./working-days.ts";

/** The day in China (UTC+8) at an instant, as a date at midnight UTC. */
export function cityToday(now: Date): Date {
  return new Date(`${beijingDay(now)}T00:00:00Z`);
}

/** Completed years of age on a day (周岁): the birthday itself counts. Both as dates at midnight UTC. */
export function ageOn(birthDate: Date, day: Date): number {
  const years = day.getUTCFullYear() - birthDate.getUTCFullYear();
  const months = day.getUTCMonth() - birthDate.getUTCMonth();
  const before = months < 0 || (months === 0 && day.getUTCDate() < birthDate.getUTCDate());
  return before ? years - 1 : years;
}
