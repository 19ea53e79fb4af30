const CITIZEN_NUMBER =
  /(?<!\d)[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX](?![\dA-Z])/i;

/** Signs between digits that do not keep a reader from reading one number: blanks, hyphens, strokes, dots, brackets, invisible characters. */
const SEPARATORS = /(?<=\d)[\s\p{Pd}.·,，、/\\|_()\p{Cf}]+(?=[\dX])/giu;

/**
 * Finds something of the form of a citizen number in a text (GB 11643), written in any width and with separators. The
 * check digit does not matter: somebody's number with one wrong digit is personal all the same. Pure.
 */
export function namesPerson(value: string): boolean {
  const plain = value.normalize("NFKC");
  return CITIZEN_NUMBER.test(plain) || CITIZEN_NUMBER.test(plain.replace(SEPARATORS, ""));
}
