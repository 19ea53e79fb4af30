const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECK_CHARACTERS = "10X98765432";

/** Check character of the first 17 digits of a citizen number (GB 11643-1999, ISO 7064 MOD 11-2). */
export function citizenNumberCheck(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(first17[index]), 0);
  return CHECK_CHARACTERS.charAt(sum % 11);
}

const DAY = 86_400_000;

/**
 * True for 18 characters with a real date of birth that is not to come, and the right check character; says nothing about existence. A day is
 * allowed for clocks and zones.
 * @param now milliseconds since 1970
 */
export function isCitizenNumber(value: string, now = Date.now()): boolean {
  if (!/^\d{17}[\dX]$/.test(value)) return false;
  const date = `${value.slice(6, 10)}-${value.slice(10, 12)}-${value.slice(12, 14)}`;
  const time = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== date || time > now + DAY) return false;
  return citizenNumberCheck(value.slice(0, 17)) === value[17];
}
