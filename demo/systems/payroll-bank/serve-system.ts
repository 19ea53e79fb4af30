import { setTimeout as pause } from "node:timers/promises";
import { createRandom } from "../../city/random.ts";
import { serveHttp, type ServedSystem } from "../serve.ts";

/** One payment of wages that came back, as the bank keeps it: columns in pinyin, amounts in yuan, people by their citizen numbers. */
export interface ReturnedPayment {
  readonly lsh: string;
  readonly xmbh: string;
  readonly zjhm: string;
  readonly hm: string;
  readonly je: string;
  readonly ssny: string;
  readonly sfbf: "0" | "1";
  readonly zfrq: string;
  readonly tprq: string;
  readonly tpyy: "01" | "02" | "03";
  readonly xzqh: string;
}

/** How the bank's front answers: after so many milliseconds, and one request in so many not at all. */
export interface Moods {
  readonly milliseconds: number;
  /** 0: it never fails. */
  readonly failsOneIn: number;
  /** Which requests fail follows from it alone. */
  readonly seed: number;
}

/** A bank on a good day, as tests need it. */
export const CALM: Moods = { milliseconds: 0, failsOneIn: 0, seed: 1 };

/** Projects that one request may ask for. */
const MOST_PROJECTS = 20;

/**
 * 农民工工资代发退票查询 of the bank that pays wages: JSON over HTTP, slow, and now and then a page of its load balancer instead of an answer.
 * @param returned read when it is first asked for
 */
export function servePayrollBank(
  returned: () => Promise<readonly ReturnedPayment[]>,
  { milliseconds, failsOneIn, seed }: Moods = CALM,
): Promise<ServedSystem> {
  const random = createRandom(seed, "payroll-bank");
  let known: Promise<readonly ReturnedPayment[]> | undefined;
  const page = async (asked: URLSearchParams): Promise<object> => {
    const projects = asked.get("xmbh")?.split(",");
    if ((projects?.length ?? 0) > MOST_PROJECTS) return { fhm: "9001", fhxx: "查询项目过多", zs: 0, tpmx: null };
    const found = (await (known ??= returned())).filter(
      ({ xmbh, xzqh }) => projects?.includes(xmbh) !== false && xzqh.startsWith(asked.get("xzqh") ?? ""),
    );
    const [number, size] = [Number(asked.get("ym") ?? 1), Number(asked.get("mys") ?? 50)];
    return { fhm: "0000", fhxx: "成功", zs: found.length, tpmx: found.slice((number - 1) * size, number * size) };
  };
  return serveHttp((request, response) => {
    // The moods are drawn as requests come, so that they are the same for the same requests.
    const fails = failsOneIn > 0 && random.chance(1 / failsOneIn);
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://system");
    void pause(milliseconds, undefined, { ref: false }).then(async () => {
      if (fails || pathname !== "/dfcx/tpmx") {
        response.writeHead(fails ? 503 : 404, { "content-type": "text/html" }).end("<html><body>F5</body></html>");
        return;
      }
      const answer = await page(searchParams).catch(() => {
        known = undefined;
        return { fhm: "9999", fhxx: "系统繁忙", zs: 0, tpmx: null };
      });
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
    });
  });
}
