import type { AnyBuilder } from "./builder/builder-types.ts";
import { conditional, open, type ItemOption } from "./item.ts";

/** A coded value's words, for the owner and for everybody who receives it. */
export interface EnumWords<Code extends string = string> {
  readonly description: string;
  readonly values: Readonly<Record<Code, { readonly description: string }>>;
}

/** Codes that more than one department's graph names; the owner checks them against its own table. */
export const SHARED_ENUMS = {
  HouseholdType: {
    description: "户口性质",
    values: {
      URBAN: { description: "家庭户（城镇）" },
      RURAL: { description: "家庭户（农村）" },
      COLLECTIVE: { description: "集体户" },
    },
  },
  CancellationReason: {
    description: "户口注销原因",
    values: {
      DEATH: { description: "死亡" },
      ARMY: { description: "应征入伍" },
      ABROAD: { description: "出国（境）定居" },
      DUPLICATE: { description: "重复户口" },
    },
  },
  VehicleType: {
    description: "机动车类型",
    values: {
      CAR: { description: "小型汽车" },
      TRUCK: { description: "货车" },
      MOTORCYCLE: { description: "摩托车" },
      DISABILITY_SCOOTER: { description: "残疾人机动轮椅车" },
      TRACTOR: { description: "拖拉机" },
    },
  },
  DwellingUsage: {
    description: "房屋用途",
    values: {
      RESIDENTIAL: { description: "住宅" },
      COMMERCIAL: { description: "商业" },
      OFFICE: { description: "办公" },
      WAREHOUSE: { description: "仓储" },
    },
  },
  ProjectStatus: {
    description: "工程状态",
    values: {
      ONGOING: { description: "在建" },
      SUSPENDED: { description: "停工" },
      COMPLETED: { description: "竣工" },
    },
  },
  AuthorizedItem: {
    description: "授权核查事项",
    values: {
      IDENTITY: { description: "户籍与生存状况" },
      INCOME: { description: "收入" },
      VEHICLE: { description: "机动车" },
      REAL_ESTATE: { description: "不动产" },
      BUSINESS: { description: "经营主体与股权" },
      DEPOSIT: { description: "金融资产" },
    },
  },
  SignedBy: {
    description: "书面授权的签署方式",
    values: {
      SELF: { description: "本人签署" },
      GUARDIAN: { description: "监护人代为签署" },
    },
  },
  RegistrationStatus: {
    description: "登记状态",
    values: {
      ACTIVE: { description: "存续" },
      CANCELLED: { description: "注销" },
      REVOKED: { description: "吊销" },
    },
  },
} as const satisfies Readonly<Record<string, EnumWords>>;

type Scalar = "ID" | "String" | "Int" | "Boolean" | "Date" | "YearMonth" | "Fen";

interface Field {
  /** A scalar, a shared enum, or a type of `REFERENCES`. */
  readonly type: Scalar | keyof typeof SHARED_ENUMS | (string & {});
  readonly list: boolean;
  readonly description: string;
  readonly item: ItemOption;
}

const one = (type: Field["type"], description: string, item = open()): Field => ({
  type,
  list: false,
  description,
  item,
});
const many = (type: string, description: string, item = conditional("L2")): Field => ({
  type,
  list: true,
  description,
  item,
});
const counted = (description: string): Field => one("Int", description, conditional("L2"));

/**
 * Types of the graph as a department knows them that does not own them: the owner's words and classification. A department
 * names the fields that it receives; the first one is the key where there is one.
 */
const REFERENCES = {
  Person: {
    description: "人：信息由公安登记，这里只有本部门的记录",
    fields: {
      id: one("ID", "人员标识（假名）"),
      registerId: one("ID", "人员登记标识：与 id 相同，供派生计算认出答复所指之人"),
      birthDate: one("Date", "出生日期", conditional("L3", "DATE_YEAR")),
      deceased: one("Boolean", "是否已登记死亡", conditional("L3")),
      incomeRecorded: one("Boolean", "人社有无此人在岗工资或在发养老待遇的记录", conditional("L3")),
      monthlyIncome: one(
        "Fen",
        "人社掌握的月收入（分）：在岗月工资与在发养老待遇之和；无记录为空",
        conditional("L4", "AMOUNT_BAND"),
      ),
      vehicles: many("Vehicle", "机动车登记"),
      realEstateRights: many("RealEstateRight", "不动产权利"),
      soleTraders: many("SoleTrader", "经营的个体工商户"),
      shareholdings: many("Shareholder", "持有的企业股权"),
      registrationCancellations: many("RegistrationCancellation", "户口注销"),
      cremations: many("Cremation", "火化登记"),
    },
  },
  Household: {
    description: "户：由公安登记，这里只有本部门的记录",
    fields: {
      id: one("ID", "户标识（假名）"),
      divisionCode: one("String", "区划代码（12位，GB/T 2260 与统计用区划代码）"),
      members: many("Person", "户内成员"),
    },
  },
  Enterprise: {
    description: "企业：由市场监管登记，这里只有本部门的记录",
    fields: {
      creditCode: one("ID", "统一社会信用代码"),
      abnormalListings: many("AbnormalListing", "经营异常名录", open()),
      taxCredits: many("TaxCredit", "纳税信用与欠税"),
    },
  },
  ConstructionProject: {
    description: "在建项目：由住建登记，这里只有本部门的记录",
    fields: {
      code: one("ID", "项目编码"),
      status: one("ProjectStatus", "状态"),
      constructionPermits: many("ConstructionPermit", "施工许可", open()),
      generalContractor: one("Enterprise", "施工总承包单位"),
      payrollReturns: many("PayrollReturn", "工资代发退票"),
    },
  },
  PayrollReturn: {
    description: "工资代发退票：由代发银行提供，这里只取本部门所需",
    fields: {
      person: one("Person", "收款工人", conditional("L3")),
      month: one("YearMonth", "工资月份", conditional("L2")),
      isBackPay: one("Boolean", "是否补发", conditional("L2")),
      returnedOn: one("Date", "退票日期", conditional("L2")),
    },
  },
  ConstructionPermit: {
    description: "施工许可：由住建核发，这里只取本部门所需",
    fields: {
      number: one("ID", "施工许可证编号"),
      issuedOn: one("Date", "发证日期"),
      contractSignedOn: one("Date", "施工合同签订日期"),
      paymentGuarantee: one("Boolean", "建设单位是否已提供工程款支付担保；空为未登记"),
      labourCycleDays: one("Int", "施工合同约定的人工费用拨付周期（日）；空为未登记"),
    },
  },
  Vehicle: {
    description: "机动车登记",
    fields: {
      vehicleType: one("VehicleType", "车辆类型", conditional("L2")),
      value: one("Fen", "评估价值（分）", conditional("L3", "AMOUNT_BAND")),
    },
  },
  RegistrationCancellation: {
    description: "户口注销：由公安登记，这里只取本部门所需",
    fields: {
      reason: one("CancellationReason", "注销原因", conditional("L3")),
      diedOn: one("Date", "死亡日期", conditional("L3", "DATE_YEAR")),
      cancelledOn: one("Date", "注销日期", conditional("L3")),
    },
  },
  Cremation: {
    description: "火化登记：由民政登记，这里只取本部门所需",
    fields: {
      diedOn: one("Date", "死亡日期", conditional("L3", "DATE_YEAR")),
      crematedOn: one("Date", "火化日期", conditional("L3")),
    },
  },
  RealEstateRight: {
    description: "不动产权利",
    fields: {
      unitNumber: one("String", "不动产单元号", conditional("L2")),
      usage: one("DwellingUsage", "用途", conditional("L2")),
    },
  },
  SoleTrader: { description: "个体工商户", fields: { status: one("RegistrationStatus", "登记状态") } },
  Shareholder: { description: "股东及出资", fields: { id: one("ID", "记录号") } },
  AbnormalListing: {
    description: "经营异常名录：由市场监管列入，这里只取本部门所需",
    fields: { listedOn: one("Date", "列入日期"), removedOn: one("Date", "移出日期") },
  },
  DishonestDebtor: {
    description: "失信被执行人（法人）：由法院公布，这里只取本部门所需",
    fields: { publishedOn: one("Date", "发布日期") },
  },
  TaxCredit: {
    description: "纳税信用与欠税：由税务评价，这里只取本部门所需",
    fields: {
      year: one("Int", "评价年度"),
      arrears: one("Fen", "欠税余额（分）", conditional("L3", "AMOUNT_BAND")),
    },
  },
  EmployerYear: {
    description: "单位年度参保与裁员情况",
    fields: {
      year: one("Int", "年度"),
      insuredAverage: counted("年均参保人数"),
      insuredAtYearEnd: counted("年末参保人数"),
      laidOff: counted("年度裁员人数（新增领取失业保险金人数）"),
      unemploymentPaidMonths: counted("失业保险累计缴费月数"),
      unemploymentContribution: one("Fen", "上年度实际缴纳失业保险费（分）", conditional("L3", "AMOUNT_BAND")),
      graduateHires: counted("当年招用毕业年度高校毕业生人数（缴费满3个月）"),
      newHires: counted("当年新招用符合条件人员数"),
      noWageArrears: one("Boolean", "无拖欠职工工资记录", conditional("L2")),
      noInsuranceArrears: one("Boolean", "无拖欠社会保险费记录", conditional("L2")),
    },
  },
} as const satisfies Readonly<
  Record<string, { readonly description: string; readonly fields: Readonly<Record<string, Field>> }>
>;

/** Name of a type that several departments know. */
export type ReferenceName = keyof typeof REFERENCES;

/** Names of the fields that a department may receive of such a type. */
export type ReceivedField<Name extends ReferenceName> = Name extends ReferenceName
  ? keyof (typeof REFERENCES)[Name]["fields"] & string
  : never;

/** The part of an external reference that is used here; the references of two departments have unrelated types. */
interface External {
  implement: (options: object) => unknown;
}

const SCALARS: readonly string[] = ["ID", "String", "Int", "Boolean", "Date", "YearMonth", "Fen"] satisfies Scalar[];

const isShared = (name: string): name is keyof typeof SHARED_ENUMS => Object.hasOwn(SHARED_ENUMS, name);

/**
 * Implements other departments' types in one department's graph.
 * @throws when a field is not known, or leads to a type that the department does not declare
 */
export function describesReferences(builder: AnyBuilder) {
  const types = new Map<string, unknown>();
  const enumOf = (name: keyof typeof SHARED_ENUMS): unknown => {
    const words: EnumWords = SHARED_ENUMS[name];
    return builder.enumType(name, words);
  };
  const typeOf = (name: string): unknown => {
    if (SCALARS.includes(name)) return name;
    const type = types.get(name) ?? (isShared(name) ? enumOf(name) : undefined);
    if (type === undefined) throw new Error(`Type ${name}: expected the department to declare it`);
    types.set(name, type);
    return type;
  };
  const optionsOf = (of: string, field: Field | undefined): object => {
    if (field === undefined) throw new Error(`Type ${of}: expected fields of a shared type`);
    const { type, list, description, item } = field;
    return { type: list ? [typeOf(type)] : typeOf(type), nullable: type !== "ID", description, ...item };
  };
  return (ref: object, name: ReferenceName, fields: readonly string[]): void => {
    const described = new Map<string, Field>(Object.entries(REFERENCES[name].fields));
    (ref as External).implement({
      description: REFERENCES[name].description,
      externalFields: (t: { field: (options: object) => unknown }) =>
        Object.fromEntries(fields.map((field) => [field, t.field(optionsOf(name, described.get(field)))])),
    });
    types.set(name, ref);
  };
}
