import { SMALL_FEN, stepBelow } from "../../../schema/catalog/masks/bands.ts";

/**
 * Bands in which explanations tell a fact: 1, 2, 5, 10, 20, …. An explanation's text is
 * granted as a whole, so it MUST NOT hold a figure that its reader may not have: the figure stands in a field of its own,
 * with its own level and mask.
 */

/** The end of the band that begins at `floor`, which is 0 or ±1, 2, 5 × 10^k. */
const endOf = (floor: number): number => {
  if (floor === 0) return 1;
  const leading = Math.abs(floor).toExponential()[0];
  if (floor > 0) return floor * (leading === "2" ? 2.5 : 2);
  return floor === -1 ? 0 : floor / (leading === "5" ? 2.5 : 2);
};

const bandOf = (value: number): readonly [from: number, to: number] => {
  const floor = stepBelow(value);
  return [floor, endOf(floor)];
};

/** A figure's band, its end not included: "10至20平方米". Zero is told as such. */
export function band(value: number, unit: string): string {
  if (value === 0) return `0${unit}`;
  const [from, to] = bandOf(value);
  return `${from}至${to}${unit}`;
}

/** A number of things: below 10 its band's end is included ("1辆", "2至4辆"), from 10 on it is told as any figure's. */
export function countBand(count: number, unit: string): string {
  if (count < 1 || count >= 10) return band(count, unit);
  const [from, to] = bandOf(count);
  return to - from === 1 ? `${from}${unit}` : `${from}至${to - 1}${unit}`;
}

const TEN_THOUSAND = 10_000;

/**
 * An amount in fen, its band in yuan: "2000至5000元", from 10,000 yuan on "1至2万元"; "不足500元" for nothing and for little, as the mask
 * AMOUNT_BAND has it.
 */
export function amountBand(fen: number): string {
  if (fen >= 0 && fen < SMALL_FEN) return `不足${SMALL_FEN / 100}元`;
  const yuan = fen / 100;
  return Math.abs(yuan) < TEN_THOUSAND ? band(yuan, "元") : band(yuan / TEN_THOUSAND, "万元");
}

/** A share of one, its band in per cent: "5至10%". */
export function shareBand(share: number): string {
  return band(share * 100, "%");
}
