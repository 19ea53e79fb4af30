import { firmsIn, peopleIn } from "../registers.ts";
import type { ServedSystem } from "../serve.ts";
import { serveProjects, type ListedProject } from "./serve-system.ts";

const NAMES = ["扩建厂房", "淬火线改造", "冷链仓库", "屋顶光伏", "污水处理站", "数字化车间"];

/** One firm in so many has a project. */
const BUILDING = 3;

const listed = (registers: Readonly<Record<"public-security" | "enterprise", string>>) => async () => {
  const [firms, people] = [await firmsIn(registers.enterprise), await peopleIn(registers["public-security"])];
  const builders = firms.filter((_, at) => at % BUILDING === 0);
  return builders.map(({ code, name, division, spread }, at): ListedProject => {
    const lead = people[spread % people.length] ?? null;
    return {
      xmdm: `2026-411100-${String((spread % 90) + 10)}-03-${String(at).padStart(6, "0")}`,
      xmmc: `${name}${NAMES[spread % NAMES.length] ?? ""}`,
      xydm: code,
      ztz: spread % 7 === 0 ? 12_000 + spread : 80 + (spread % 400) / 4,
      jd: 1 + (spread % 4),
      kgrq: `2026/${1 + (spread % 12)}/${1 + (spread % 28)}`,
      // Whoever was entered before 2005 stands there with fifteen digits.
      fzrsfz:
        lead !== null && spread % 5 === 0 && lead.slice(6, 8) === "19" ? lead.slice(0, 6) + lead.slice(8, 17) : lead,
      lxdh: "0395-0000000",
      xzqh: division,
    };
  });
};

/** Starts 投资项目在线审批监管平台 of the invented city. */
export function startProjects(
  registers: Readonly<Record<"public-security" | "enterprise", string>>,
): Promise<ServedSystem> {
  return serveProjects(listed(registers));
}
