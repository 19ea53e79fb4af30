/** How old systems call their columns, as far as that is the same everywhere: Chinese, its initials and English. Pure. */

/** What a name lets expect of a column's values; they decide. */
export type Expected =
  | "person"
  | "enterprise"
  | "phone"
  | "name"
  | "address"
  | "bankCard"
  | "amount"
  | "division"
  | "day"
  | "changed"
  | "number"
  | "code";

interface Entry {
  readonly expected: Expected;
  /** Name of the field in the graph. */
  readonly field: string;
  readonly names: RegExp;
}

const entry = (expected: Expected, field: string, names: RegExp): Entry => ({ expected, field, names });

/** The first that fits a column's name, in lower case and without signs between its words. */
const ENTRIES: readonly Entry[] = [
  entry("person", "person", /身份证|公民身份号码|证件号|sfz(h|hm)?$|zjhm$|gmsfhm|idcard|idno$|certno|citizenid/),
  entry(
    "enterprise",
    "enterprise",
    /信用代码|纳税人识别号|^(ty)?(sh)?xydm$|tyshxydm|nsrsbh|uscc|creditcode|socialcreditcode/,
  ),
  entry("phone", "phone", /电话|手机|联系方式|lxdh|lxfs|sjh(m)?$|phone|mobile|^tel/),
  entry("bankCard", "bankAccount", /银行卡|银行账号|银行帐号|yhkh|yhzh|bankaccount|bankcard|cardno/),
  entry("address", "address", /地址|住址|^dz$|zz$|txdz|addr/),
  entry(
    "division",
    "division",
    /区划|所属(县|区|辖区)|行政区|县区|xzqh|qhdm|xzqy|region|district|adcode|divisioncode|areacode/,
  ),
  entry("changed", "changedAt", /更新时间|最后修改|gxsj|xgsj|updatedat|updatetime|modified|lastchange/),
  entry(
    "amount",
    "amount",
    /金额|费用|工资|收入|价款|资金|税额|投资|余额|^je$|je$|fy$|gz$|amount|salary|price|charge|balance|fee$|wage/,
  ),
  entry("day", "day", /日期|时间|年月|rq$|sj$|date$|time$|day$|month$|on$/),
  entry(
    "name",
    "name",
    /姓名|联系人|负责人|经办人|法定代表人|法人|户主|^xm$|xm$|lxr|fzr|jbr|fddbr|personname|fullname|contact/,
  ),
  entry(
    "number",
    "number",
    /编号|单号|序号|流水号|案号|文号|^(bh|xh|lsh|id|no|code|key)$|bh$|xh$|lsh$|dh$|number$|no$|id$/,
  ),
  entry(
    "code",
    "kind",
    /类型|类别|状态|性别|等级|性质|阶段|是否|lx$|zt$|lb$|xb$|type$|status$|kind$|state$|sex$|gender$|level$/,
  ),
];

const plain = (column: string): string =>
  (column.split(".").at(-1) ?? column)
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[\s_\-（）()]/g, "");

const entryOf = (column: string, title: string | undefined): Entry | undefined =>
  ENTRIES.find(({ names }) => names.test(plain(column))) ??
  (title === undefined ? undefined : ENTRIES.find(({ names }) => names.test(plain(title))));

/** What is expected of a column by its name, or by what its system says of it. */
export function expectedOf(column: string, title: string | undefined): Expected | undefined {
  return entryOf(column, title)?.expected;
}

const camel = (text: string): string =>
  text
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "")
    .map((word, at) => {
      const lower = /^[A-Z0-9]+$/.test(word) ? word.toLowerCase() : word;
      return at === 0 ? lower.charAt(0).toLowerCase() + lower.slice(1) : lower.charAt(0).toUpperCase() + lower.slice(1);
    })
    .join("");

/** Name in the graph: what the column is called in Latin letters, else by the glossary, else by its place. */
export function fieldNameOf(column: string, title: string | undefined, place: number): string {
  const own = camel(column);
  if (/^[a-z][A-Za-z0-9]{0,60}$/.test(own)) return own;
  return entryOf(column, title)?.field ?? `column${place}`;
}

/** Name of a type in the graph, such as `HouseholdRow` of `household_row.csv`; "" where the text has no Latin letters. */
export function typeNameOf(text: string): string {
  const own = camel(text.replaceAll(/(?<!\d)\d{8}(?!\d)/g, ""));
  const name = own.charAt(0).toUpperCase() + own.slice(1);
  return /^[A-Z][A-Za-z0-9]{1,60}$/.test(name) ? name : "";
}
