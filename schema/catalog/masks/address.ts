import { lengthOf, stars, textMask } from "./mask.ts";

/** Province (optional), city, then a district: a residential quarter (小区, 社区, 园区 …) is no district. */
const PREFIX = new RegExp(
  "^(?:\\p{Script=Han}{2,8}?(?:省|自治区))?" +
    "\\p{Script=Han}{2,8}?(?:市|自治州|地区|盟)" +
    "(?:\\p{Script=Han}{1,8}?(?:县|旗|(?<![小社园校厂库景片街住])区|市(?![场政委中民府区])))?",
  "u",
);

/** ADDRESS: the text down to the district stays, the rest becomes at most three stars; without a city it is hidden whole. */
export const maskAddress = textMask("ADDRESS", (text) => {
  const kept = PREFIX.exec(text)?.[0] ?? "";
  return `${kept}${stars(lengthOf(text.slice(kept.length)), 3)}`;
});
