/** Rank of a legal document (立法法 chs. 2 to 4): 政务数据共享条例 art. 15 asks for one of the first three. */
export type Rank =
  | "LAW"
  | "ADMINISTRATIVE_REGULATION"
  | "STATE_COUNCIL_DECISION"
  | "JUDICIAL_INTERPRETATION"
  | "DEPARTMENTAL_RULE"
  | "NORMATIVE_DOCUMENT"
  | "LOCAL_DOCUMENT";

/** The reading of its wording: T the official text, S a page that quotes it, M from memory only: to be read before a rule rests on it. */
export type Reading = "T" | "S" | "M";

/** A legal document that the hub rests on. Days as YYYY-MM-DD. */
export interface Statute {
  readonly title: string;
  /** Its number, by which it may be cited as well (人社部发〔2021〕53号); null where it has none of its own. */
  readonly number: string | null;
  readonly rank: Rank;
  readonly validFrom: string;
  /** The last day in force; null: in force. */
  readonly validTo: string | null;
  readonly reading: Reading;
}

type Row = readonly [title: string, number: string | null, validFrom: string, reading: Reading, validTo?: string];

const of = (rank: Rank, ...rows: readonly Row[]): readonly Statute[] =>
  rows.map(([title, number, validFrom, reading, validTo = null]) =>
    Object.freeze({ title, number, rank, validFrom, validTo, reading }),
  );

/** Every document that a rule, a step, a classification or a purpose may cite. What is not here is no basis. */
export const STATUTES: readonly Statute[] = Object.freeze([
  ...of(
    "LAW",
    ["个人信息保护法", null, "2021-11-01", "T"],
    ["数据安全法", null, "2021-09-01", "T"],
    ["网络安全法", null, "2017-06-01", "T"],
    ["民法典", null, "2021-01-01", "S"],
    ["刑法", null, "1997-10-01", "T"],
    ["刑事诉讼法", null, "1997-01-01", "T"],
    ["居民身份证法", null, "2004-01-01", "T"],
    ["审计法", null, "1995-01-01", "T"],
    // Article 18 read in the text as amended on 25 December 2024: whom it asks must tell.
    ["监察法", null, "2018-03-20", "T"],
    ["社会保险法", null, "2011-07-01", "T"],
    ["户口登记条例", null, "1958-01-09", "T"],
    ["道路交通安全法", null, "2004-05-01", "T"],
  ),
  ...of(
    "ADMINISTRATIVE_REGULATION",
    ["政务数据共享条例", "国务院令第809号", "2025-08-01", "T"],
    ["网络数据安全管理条例", "国务院令第790号", "2025-01-01", "T"],
    ["公平竞争审查条例", "国务院令第783号", "2024-08-01", "T"],
    ["社会保险经办条例", "国务院令第765号", "2023-12-01", "T"],
    ["保障农民工工资支付条例", "国务院令第724号", "2020-05-01", "T"],
    ["企业信息公示暂行条例", "国务院令第654号", "2014-10-01", "T"],
    // Articles 37 and 38 read in the text of the national database: sharing of data by departments, publication of policies.
    ["优化营商环境条例", "国务院令第722号", "2020-01-01", "T"],
    ["不动产登记暂行条例", "国务院令第656号", "2015-03-01", "T"],
    ["社会救助暂行办法", "国务院令第649号", "2014-05-01", "T"],
    ["工伤保险条例", "国务院令第586号", "2011-01-01", "T"],
    ["住房公积金管理条例", "国务院令第350号", "2002-03-24", "T"],
    ["殡葬管理条例", "国务院令第225号", "1997-07-21", "T"],
  ),
  ...of("JUDICIAL_INTERPRETATION", [
    "关于审理拒不支付劳动报酬刑事案件适用法律若干问题的解释",
    "法释〔2013〕3号",
    "2013-01-23",
    "S",
  ]),
  ...of(
    "DEPARTMENTAL_RULE",
    ["公共租赁住房管理办法", "住房和城乡建设部令第11号", "2012-07-15", "S"],
    ["最低工资规定", "劳动和社会保障部令第21号", "2004-03-01", "S"],
    ["社会保险基金监督举报工作管理办法", "人力资源和社会保障部令第49号", "2023-05-01", "T"],
  ),
  ...of(
    "NORMATIVE_DOCUMENT",
    ["工资支付暂行规定", "劳部发〔1994〕489号", "1995-01-01", "S"],
    ["工程建设领域农民工工资专用账户管理暂行办法", "人社部发〔2021〕53号", "2021-07-07", "S"],
    ["工程建设领域农民工工资保证金规定", "人社部发〔2021〕65号", "2021-11-01", "S"],
    ["最低生活保障审核确认办法", "民发〔2021〕57号", "2021-07-01", "S"],
    ["特困人员认定办法", "民发〔2021〕43号", "2021-04-26", "M"],
    ["创业担保贷款财政贴息政策", "财金〔2023〕75号", "2023-10-01", "S"],
  ),
  ...of(
    "LOCAL_DOCUMENT",
    ["河南省最低工资标准", "豫政〔2023〕43号", "2024-01-01", "S"],
    ["河南省失业保险稳岗返还政策", "豫人社办〔2025〕35号", "2025-01-01", "S", "2025-12-31"],
  ),
]);

/** Ranks on which data may be kept from sharing (政务数据共享条例 art. 15). */
export const KEEPING_RANKS: readonly Rank[] = ["LAW", "ADMINISTRATIVE_REGULATION", "STATE_COUNCIL_DECISION"];

/** Chinese words of the ranks, for documents. */
export const RANK_WORDS: Readonly<Record<Rank, string>> = {
  LAW: "法律",
  ADMINISTRATIVE_REGULATION: "行政法规",
  STATE_COUNCIL_DECISION: "国务院决定",
  JUDICIAL_INTERPRETATION: "司法解释",
  DEPARTMENTAL_RULE: "部门规章",
  NORMATIVE_DOCUMENT: "规范性文件",
  LOCAL_DOCUMENT: "地方文件",
};
