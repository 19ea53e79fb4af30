import { isoDate } from "../calendar.ts";
import type { City } from "../city.ts";
import type { Random } from "../random.ts";
import type { Sheet, Site } from "./site.ts";

const statusOf = (sheet: Sheet, due: number, paid: number): "DRAFT" | "CONFIRMED" | "PAID" | "PARTLY_PAID" => {
  if (sheet.isDraft) return "DRAFT";
  if (paid >= due) return "PAID";
  return paid > 0 ? "PARTLY_PAID" : "CONFIRMED";
};

/** Every payroll of the site with its lines; totals are the sums of the lines. */
export function writeWages(city: City, random: Random, site: Site): void {
  for (const sheet of site.sheets) {
    const due = sheet.lines.reduce((sum, line) => sum + line.due, 0);
    const paid = sheet.lines.reduce((sum, line) => sum + line.paid, 0);
    const common = {
      projectCode: site.code,
      month: site.calendar.months[sheet.month] ?? "",
      isBackPay: sheet.isBackPay,
      divisionCode: site.village.code,
    };
    const payroll = city.write.payroll({
      ...common,
      contractorCode: site.labour.code,
      team: sheet.team,
      status: statusOf(sheet, due, paid),
      viaSpecialAccount: sheet.viaSpecialAccount,
      bank: "中国建设银行漯河分行",
      dueTotal: due,
      paidTotal: paid,
      preparedOn: isoDate(sheet.preparedOn),
      paidOn: sheet.paidOn === null || paid === 0 ? null : isoDate(sheet.paidOn),
    });
    for (const line of sheet.lines)
      city.write.payrollLine({
        ...common,
        payrollId: payroll,
        personId: line.worker.person?.id ?? "",
        days: line.days,
        hours: line.days * random.between(8, 9),
        dueAmount: line.due,
        paidAmount: line.paid,
        overtimeAmount: line.overtime ?? 0,
        signed: sheet.isDraft ? null : sheet.isUnsigned !== true,
        paidOn: line.paidOn === null ? null : isoDate(line.paidOn),
        account: `000000${line.worker.person?.number.slice(8, 17) ?? "000000000"}${line.isAccountClosed === true ? "0009" : "0001"}`,
      });
  }
}
