import { divisionPrefix } from "../../../schema/catalog/divisions.ts";
import { invalid } from "../errors.ts";

/** A department of the register, as far as its level counts. */
export interface Located {
  readonly id: string;
  readonly areaCode: string;
}

const refused = (en: string, zh: string): Error => invalid("returnFlow", `${en} (art. 24)`, `${zh}（第二十四条）`);

/** Tells departments of an upper level: the lower one's area lies in theirs and is smaller. Pure. */
const isUpper = (upper: Located, lower: Located): boolean => {
  const [wide, narrow] = [divisionPrefix(upper.areaCode), divisionPrefix(lower.areaCode)];
  return narrow.startsWith(wide) && narrow.length > wide.length;
};

/**
 * The row scope of a return flow (回流): an upper level gives the data of a lower area back to that area, in full, so it is
 * the applicant's own area as the register has it, and nothing is chosen. Pure.
 * @law 政务数据共享条例第二十四条 [T] 上级部门按下级区划完整回流该区域数据，不得截取
 * @param owners who provides what is asked for; one that the register does not know is of no upper level
 * @throws HUB_APPLICATION_INVALID when another area is stated, or a provider is not of an upper level
 */
export function returnFlowScope(
  applicant: Located,
  stated: readonly string[],
  owners: readonly string[],
  register: readonly Located[],
): readonly string[] {
  const area = divisionPrefix(applicant.areaCode);
  if (stated.some((code) => divisionPrefix(code) !== area)) {
    throw refused(
      `rowScope: expected the applicant's own area ${area}, in full, got ${stated.join(", ")}`,
      `行范围应为申请部门所在区划 ${area} 的全部`,
    );
  }
  for (const owner of owners) {
    const provider = register.find(({ id }) => id === owner);
    if (!provider || !isUpper(provider, applicant)) {
      throw refused(`${owner} is not a department of an upper level`, `${owner} 不是上级部门`);
    }
  }
  return [area];
}

/** Refuses a return flow of which an owner cut rows off: it is given in full. @throws HUB_APPLICATION_INVALID */
export function assertWhole(returnFlow: boolean, narrowed: readonly { readonly rowScope: readonly string[] }[]): void {
  if (returnFlow && narrowed.some(({ rowScope }) => rowScope.length > 0)) {
    throw refused(
      "the rows of the area are given in full, they cannot be narrowed",
      "区域数据须完整回流，不得缩小行范围",
    );
  }
}
