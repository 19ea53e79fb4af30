import type { ServedSystem } from "../serve.ts";
import { serveSoap } from "../soap-service.ts";

/** One payment into the treasury: amounts in yuan as they are written, moments without a zone. */
export interface BookedTax {
  readonly pzxh: string;
  readonly nsrsbh: string;
  readonly nsrmc: string;
  readonly zsxm: string;
  readonly sjje: string;
  readonly rkrq: string;
  readonly xzqh: string | null;
  readonly bsrsfz?: string;
}

interface Asked {
  readonly bbh: string;
  readonly xzqh?: string;
  readonly nsrsbh?: string | readonly string[];
  readonly ym: number;
  readonly mys: number;
}

/**
 * 税务征管系统: SOAP 1.1 in GBK, two namespaces, one taxpayer or a list of them, faults for another version.
 * @param booked read when it is first asked for
 */
export function serveTax(booked: () => Promise<readonly BookedTax[]>): Promise<ServedSystem> {
  let known: Promise<readonly BookedTax[]> | undefined;
  const answer = async ({ bbh, xzqh = "", nsrsbh = [], ym, mys }: Asked): Promise<object> => {
    if (bbh !== "2.0") return { fhm: "1001" };
    const firms = typeof nsrsbh === "string" ? [nsrsbh] : nsrsbh;
    const all = await (known ??= booked());
    const found = all.filter(
      (one) => (one.xzqh ?? "").startsWith(xzqh) && (firms.length === 0 || firms.includes(one.nsrsbh)),
    );
    return { fhm: "0000", jg: { zs: found.length, nsxx: found.slice((ym - 1) * mys, ym * mys) } };
  };
  const cxNsxx = async (asked: Asked): Promise<object> => {
    try {
      return await answer(asked);
    } catch {
      known = undefined;
      return { fhm: "9999" };
    }
  };
  const services = { SwxxService: { SwxxPort: { cxNsxx } } };
  return serveSoap({
    wsdl: "subgraphs/sources/tax-payments/tax.wsdl",
    path: "/swxx/services/Swxx",
    services,
    gbk: true,
  });
}
