import type { IsoDate, Month, PayDay } from "./calendar.ts";

/** Records of the department itself about a project, as of its newest row. Amounts in fen. */
export interface OwnFacts {
  readonly accounts: readonly AccountFact[];
  readonly deposits: readonly DepositFact[];
  readonly roster: readonly RosterFact[];
  readonly attendance: readonly AttendanceFact[];
  readonly lines: readonly PayLineFact[];
  readonly clues: readonly ClueFact[];
  /** Months that the project's workers spent on other projects: who was paid there is not owed here. */
  readonly attendanceElsewhere: readonly DaysFact[];
  readonly payElsewhere: readonly PaidDaysFact[];
}

/** 农民工工资专用账户 */
interface AccountFact {
  readonly bank: string;
  readonly openedOn: IsoDate;
  readonly labourRatio: number;
  readonly lastTransferOn: IsoDate | null;
  /** 完工公示; null: none is on file. */
  readonly publicisedOn: IsoDate | null;
  /** 注销; null: open. */
  readonly closedOn: IsoDate | null;
}

/** 工资保证金 */
interface DepositFact {
  readonly amount: number;
  readonly requiredAmount: number;
  readonly validTo: IsoDate;
  /** 免予存储: nothing has to be deposited. */
  readonly isExempt: boolean;
}

/** 实名制花名册 */
export interface RosterFact {
  readonly person: string;
  readonly enteredOn: IsoDate;
  readonly leftOn: IsoDate | null;
  /** 已订立劳动合同. */
  readonly hasContract: boolean;
  readonly settledOn: IsoDate | null;
  /** null: none was agreed, and wages may come until the end of the next month. */
  readonly payDay: PayDay | null;
}

/** 考勤月报 */
export interface AttendanceFact {
  readonly person: string;
  readonly team: string;
  readonly month: Month;
  readonly days: number;
  /** All days on leave. */
  readonly leaveDays: number;
  /** Those of them that are paid as days worked: annual leave, and work injury (工伤保险条例第三十三条). */
  readonly paidLeaveDays: number;
}

/** 工资表明细, with what its payroll says of it. */
export interface PayLineFact {
  readonly person: string;
  readonly month: Month;
  readonly days: number;
  readonly due: number;
  /** Part of `due` that is pay for overtime: it does not count towards the minimum wage. */
  readonly overtime: number;
  readonly paid: number;
  /** Date of the bank's receipt; null: none has come. */
  readonly paidOn: IsoDate | null;
  readonly isBackPay: boolean;
  readonly viaSpecialAccount: boolean;
  /** 农民工本人签字确认; null: nobody recorded whether. */
  readonly signed: boolean | null;
  /** Day on which the payroll as a whole was handed to the bank. */
  readonly payrollPaidOn: IsoDate | null;
}

/** 欠薪线索 */
export interface ClueFact {
  readonly channel: string;
  readonly receivedOn: IsoDate;
  readonly workers: number;
  readonly amount: number;
  readonly status: "RECEIVED" | "IN_PROCESS" | "CLOSED" | "REJECTED";
  readonly closedOn: IsoDate | null;
}

/** A worker's days of one month. */
export interface DaysFact {
  readonly person: string;
  readonly month: Month;
  readonly days: number;
}

/** Days that a payroll pays for. */
interface PaidDaysFact extends DaysFact {
  readonly paidOn: IsoDate | null;
}

/** Records of 住建; null: its data did not come. */
export interface HousingFacts {
  readonly status: "ONGOING" | "SUSPENDED" | "COMPLETED" | null;
  readonly permits: readonly PermitFact[] | null;
}

/** 施工许可 */
interface PermitFact {
  readonly number: string;
  readonly issuedOn: IsoDate | null;
  /** null: 住建 has no date of the construction contract. */
  readonly contractSignedOn: IsoDate | null;
  /** 工程款支付担保 by the developer; null: 住建 did not record it. */
  readonly paymentGuarantee: boolean | null;
  /** Days after which labour costs are to be transferred by the contract; null: not recorded. */
  readonly labourCycleDays: number | null;
}

/** Records of 涉企 about the general contractor; null: its data did not come. */
export interface ContractorFacts {
  readonly creditCode: string;
  readonly abnormalListings:
    readonly { readonly listedOn: IsoDate | null; readonly removedOn: IsoDate | null }[] | null;
  readonly taxCredits: readonly { readonly year: number | null; readonly arrears: number | null }[] | null;
}

/** 代发退票: wages that the bank paid and got back. They did not reach the worker. */
export interface PayrollReturnFact {
  readonly person: string;
  readonly month: Month;
  readonly isBackPay: boolean;
  readonly returnedOn: IsoDate;
}

/** Everything that is known of one project. */
export interface ProjectFacts extends OwnFacts {
  readonly asOf: IsoDate;
  /** Class of the minimum wage where the project lies (1 is the highest). */
  readonly wageClass: 1 | 2 | 3;
  readonly housing: HousingFacts;
  readonly contractor: ContractorFacts | null;
  /** What the paying bank got back; null: it did not answer, and nobody knows what reached whom. */
  readonly returns: readonly PayrollReturnFact[] | null;
}
