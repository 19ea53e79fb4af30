import fc from "fast-check";

const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

/**
 * A secret figure: whole, of 3s, 7s and 9s alone, which neither a limit nor a law's number nor a band is made of. So two
 * of its digits in a row within a text are a part of the figure, in whatever unit it is told.
 */
export function secretFigure(digits: number): fc.Arbitrary<number> {
  return fc.stringMatching(new RegExp(`^[379]{${digits}}$`)).map(Number);
}

/** The texts of explanations in which a part of a secret figure stands, or one of the dates (YYYY-MM-DD); none is right. */
export function tellingTexts(explanations: unknown, dates: readonly string[] = []): readonly string[] {
  return textsIn(explanations).filter(
    (text) => /[379]{2}/.test(text.replace(/[,.\s]/g, "")) || dates.some((date) => text.includes(date)),
  );
}
