const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/** Check character of the first 17 characters of a unified social credit code (GB 32100-2015). */
export function creditCodeCheck(first17: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of first17) {
    sum += ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}

const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2] as const;

/** Check character of the first 8 characters of an organisation code (GB 11714-1997), a credit code's positions 9 to 16. */
export function organisationCodeCheck(first8: string): string {
  const sum = ORGANISATION_WEIGHTS.reduce((total, weight, index) => {
    const character = first8.charCodeAt(index);
    return total + weight * (character >= 65 ? character - 55 : character - 48);
  }, 0);
  const check = 11 - (sum % 11);
  return check === 10 ? "X" : check === 11 ? "0" : String(check);
}

/**
 * True for a unified social credit code (GB 32100-2015): 18 characters of its alphabet, the area of the registering authority in digits
 * (positions 3 to 8), an organisation code with its own check character (9 to 17), and the check character of the whole. Whether the area
 * exists is not looked up: codes outlive areas.
 */
export function isCreditCode(value: string): boolean {
  return (
    /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(value) &&
    organisationCodeCheck(value.slice(8, 16)) === value[16] &&
    creditCodeCheck(value.slice(0, 17)) === value[17]
  );
}
