import { scopeOf } from "../../schema/envelope/allowance.ts";
import type { SubgraphContext } from "../kit/context.ts";
import { inDataset } from "../kit/dataset.ts";
import { conditional } from "../kit/item.ts";
import { manyLoader } from "../kit/rows/loaders.ts";
import { readWith } from "../kit/rows/read-rows.ts";
import { builder, type Context } from "./builder.ts";
import { Person } from "./foreign.ts";

/**
 * True when every row lies in the row scope of the field `coordinate` that is computed from them. Such a figure is
 * disclosed whole or not at all: a part of an income, a payroll or a pension is a wrong answer.
 */
export function withinScope(
  { envelope }: Pick<SubgraphContext, "envelope">,
  coordinate: string,
  rows: readonly { readonly divisionCode: string }[],
): boolean {
  if (envelope === undefined) return true;
  const scope = scopeOf(envelope, coordinate);
  return rows.every(({ divisionCode }) => scope.some((prefix) => divisionCode.startsWith(prefix)));
}

interface Wage {
  readonly personId: string;
  readonly monthlyWage: bigint;
  readonly divisionCode: string;
}

const currentWages = manyLoader<unknown, string, Wage>(
  readWith(`
    select person_id as "personId", monthly_wage as "monthlyWage", division_code as "divisionCode"
    from employment where person_id = any($1::text[]) and ended_on is null and kind <> 'UNEMPLOYED'`),
  (row) => row.personId,
);

interface Pension {
  readonly personId: string;
  readonly monthlyAmount: bigint;
  readonly divisionCode: string;
}

const currentPensions = manyLoader<unknown, string, Pension>(
  readWith(`
    select person_id as "personId", monthly_amount as "monthlyAmount", division_code as "divisionCode"
    from pension_benefit where person_id = any($1::text[]) and pay_status = 'PAYING'`),
  (row) => row.personId,
);

interface IncomeOnRecord {
  readonly recorded: boolean;
  /** Fen a month. */
  readonly amount: bigint;
}

/** Wages and pensions of a person that this department knows of; null where the field's reader may not see all of them. */
const incomeOf = async (personId: string, coordinate: string, context: Context): Promise<IncomeOnRecord | null> => {
  const [wages, pensions] = await Promise.all([
    currentWages(context).load(personId),
    currentPensions(context).load(personId),
  ]);
  if (!withinScope(context, coordinate, [...wages, ...pensions])) return null;
  const amounts = [...wages.map((row) => row.monthlyWage), ...pensions.map((row) => row.monthlyAmount)];
  return { recorded: amounts.length > 0, amount: amounts.reduce((sum, amount) => sum + amount, 0n) };
};

builder.objectField(Person, "incomeRecorded", (t) =>
  t.field({
    type: "Boolean",
    nullable: true,
    description: "人社有无此人在岗工资或在发养老待遇的记录",
    ...inDataset(conditional("L3"), "就业创业", "MONTHLY"),
    resolve: async ({ id }, _, context) => (await incomeOf(id, "Person.incomeRecorded", context))?.recorded ?? null,
  }),
);

builder.objectField(Person, "monthlyIncome", (t) =>
  t.field({
    type: "Fen",
    nullable: true,
    description: "人社掌握的月收入（分）：在岗月工资与在发养老待遇之和；无记录为空",
    ...inDataset(conditional("L4", "AMOUNT_BAND"), "就业创业", "MONTHLY"),
    resolve: async ({ id }, _, context) => {
      const income = await incomeOf(id, "Person.monthlyIncome", context);
      return income?.recorded === true ? income.amount : null;
    },
  }),
);
