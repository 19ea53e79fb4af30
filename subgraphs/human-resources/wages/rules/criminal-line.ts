import { amountBand } from "../../../kit/bands.ts";
import { byKey, total } from "../amounts.ts";
import type { WageBooks } from "../books.ts";
import type { Evidence, WageRule } from "./rule.ts";

/** Workers who reach the line each by themselves. */
const alone = ({ owed, thresholds }: WageBooks): readonly Evidence[] =>
  [...byKey(owed, ({ person }) => person).values()].flatMap((months): Evidence[] => {
    const amount = total(months, (row) => row.owed);
    if (months.length < thresholds.CRIMINAL_MONTHS || amount < thresholds.CRIMINAL_AMOUNT_ONE) return [];
    const text = `一名工人被欠 ${months.length} 个月，${amountBand(amount)}`;
    return [{ department: "人社", text, month: months[0]?.month ?? "", amount, workers: 1 }];
  });

/** All workers together. */
const together = ({ owed, thresholds }: WageBooks): readonly Evidence[] => {
  const workers = byKey(owed, ({ person }) => person).size;
  const amount = total(owed, (row) => row.owed);
  if (workers < thresholds.CRIMINAL_WORKERS || amount < thresholds.CRIMINAL_AMOUNT_MANY) return [];
  return [{ department: "人社", text: `${workers} 名工人合计被欠${amountBand(amount)}`, amount, workers }];
};

/** The amounts from which refusing to pay wages can be a crime. Whether it is one is not for a rule to say. */
export const criminalLine: WageRule = {
  id: "criminalLine",
  title: "达到拒不支付劳动报酬罪数额标准",
  source: "刑法第二百七十六条之一、法释〔2013〕3号第三条及河南省数额标准",
  level: "RED",
  evaluate: (books) => {
    const evidence = [...alone(books), ...together(books)];
    return evidence.length === 0 ? [] : [{ message: "欠薪数额达到刑事立案标准，建议核查后移送", evidence }];
  },
};
