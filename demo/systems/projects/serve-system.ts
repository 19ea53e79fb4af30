import type { ServerResponse } from "node:http";
import { encodeGbk } from "../gbk.ts";
import { serveHttp, type ServedSystem } from "../serve.ts";

/** One project as the platform keeps it: columns in pinyin, amounts in 万元, the lead by citizen number of 15 or 18 digits. */
export interface ListedProject {
  readonly xmdm: string;
  readonly xmmc: string;
  readonly xydm: string;
  readonly ztz: number;
  readonly jd: number;
  readonly kgrq: string;
  readonly fzrsfz: string | null;
  readonly lxdh: string;
  readonly xzqh: string;
}

/** Firms that one request may ask for. */
const MOST_FIRMS = 50;

/** Its vendor's serializer writes whatever looks like a number as one, and large ones with an exponent. */
const serialized = (value: unknown): string =>
  JSON.stringify(value)
    .replaceAll(/"fzrsfz":"(\d+)"/g, '"fzrsfz":$1')
    .replaceAll(/"ztz":(\d)(\d{4})([.,])/g, (_, first: string, others: string, after: string) =>
      after === "," ? `"ztz":${first}.${others}E4,` : `"ztz":${first}${others}.`,
    );

const answer = (response: ServerResponse, body: object): void => {
  response.setHeader("content-type", "application/json;charset=GBK");
  response.end(encodeGbk(serialized(body)));
};

const failed = (response: ServerResponse, msg: string): void => {
  answer(response, { code: "500", msg, data: null });
};

/**
 * 投资项目在线审批监管平台 as it has run since 2015: JSON in GBK, pages, failures with status 200, no description of any of it. A division that is none of six
 * digits is ignored, as its authors left it.
 * @param projects read when they are first asked for
 */
export function serveProjects(projects: () => Promise<readonly ListedProject[]>): Promise<ServedSystem> {
  let known: Promise<readonly ListedProject[]> | undefined;
  return serveHttp((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://system");
    known ??= projects();
    known.then(
      (all) => {
        if (pathname === "/tzxm/xmlb") {
          const [division = "", page, size] = ["xzqh", "ym", "mys"].map((name) => searchParams.get(name) ?? undefined);
          const prefix = /^\d{6}$/.test(division) ? division.replace(/(00)+$/, "") : "";
          const found = all.filter(({ xzqh }) => xzqh.startsWith(prefix));
          const [at, of] = [Number(page ?? 1), Number(size ?? 10)];
          const list = found.slice((at - 1) * of, at * of);
          answer(response, {
            code: "200",
            msg: "查询成功",
            data: { zs: found.length, list: list.length > 0 ? list : null },
          });
        } else if (pathname === "/tzxm/qyxm") {
          const firms = (searchParams.get("xydm") ?? "").split(",");
          if (firms.length > MOST_FIRMS) failed(response, "查询企业过多");
          else answer(response, { code: "200", msg: "查询成功", data: all.filter(({ xydm }) => firms.includes(xydm)) });
        } else {
          response.statusCode = 404;
          response.end("<html><body>Tomcat 6.0</body></html>");
        }
      },
      () => {
        known = undefined;
        failed(response, "系统繁忙，请稍后再试");
      },
    );
  });
}
