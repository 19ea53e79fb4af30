import { randomBytes } from "node:crypto";
import { firmsIn } from "../registers.ts";
import type { ServedSystem } from "../serve.ts";
import { serveBudget, type BudgetClient, type BudgetPayment } from "./serve-system.ts";

const PROGRAMS = [
  ["GX-01", "制造业高质量发展专项"],
  ["GX-03", "企业研发费用补助"],
  ["GX-07", "稳岗返还"],
  ["GX-11", "首台（套）奖补"],
] as const;

/** One firm in so many was paid. */
const PAID = 4;

const payments = (registerUrl: string) => async () =>
  (await firmsIn(registerUrl))
    .filter(({ spread }) => spread % PAID === 0)
    .map(({ code, name, division, spread }, at): BudgetPayment => {
      const [program, title] = PROGRAMS[spread % PROGRAMS.length] ?? PROGRAMS[0];
      const [month, day] = [1 + (spread % 10), 1 + (spread % 28)].map((part) => String(part).padStart(2, "0"));
      return {
        voucherNo: `ZF2026${String(at).padStart(7, "0")}`,
        payee: { uscc: code, name },
        amount: { value: 20_000 + spread * 30 + 0.5, currency: "CNY" },
        program: { code: program, name: title },
        paidAt: `2026-${month}-${day}T10:00:00+08:00`,
        region: division,
        bankAccount: `0395${String(at).padStart(12, "0")}`,
      };
    });

/** Starts 预算管理一体化系统 of the invented city, for one client whose secret is drawn with each start. */
export async function startBudget(registerUrl: string): Promise<ServedSystem & { readonly client: BudgetClient }> {
  const client = { id: "sharing-platform", secret: randomBytes(16).toString("base64url") };
  return { ...(await serveBudget(client, payments(registerUrl))), client };
}
