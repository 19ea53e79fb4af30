import type { ServedSystem } from "../serve.ts";
import { ServiceFault, serveSoap } from "../soap-service.ts";

/** One entry of the list of 失信被执行人. */
export interface ListedDebtor {
  readonly caseNumber: string;
  readonly cardNumber: string;
  readonly name: string;
  readonly court: string;
  readonly performance: number;
  readonly publishedOn: string;
}

/** Cards that one request may ask for. */
const MOST_CARDS = 20;

interface Asked {
  readonly kind: string;
  readonly card?: string | readonly string[];
}

/**
 * 失信被执行人名单 of the courts: SOAP 1.1, a fault where others have an empty list, a fault for too many cards.
 * @param listed read when it is first asked for
 */
export function serveCourt(listed: () => Promise<readonly ListedDebtor[]>): Promise<ServedSystem> {
  let known: Promise<readonly ListedDebtor[]> | undefined;
  const found = async ({ kind, card }: Asked): Promise<readonly ListedDebtor[]> => {
    if (kind !== "1") throw new ServiceFault("Client", "不支持的查询类型", "BAD_KIND");
    const all = await (known ??= listed());
    if (card === undefined) return all;
    const cards = typeof card === "string" ? [card] : card;
    if (cards.length > MOST_CARDS) throw new ServiceFault("Client", `一次最多查询 ${MOST_CARDS} 个`, "TOO_MANY");
    return all.filter(({ cardNumber }) => cards.includes(cardNumber));
  };
  const query = async (asked: Asked): Promise<object> => {
    const record = await found(asked);
    if (record.length === 0) throw new ServiceFault("Server", "查无记录", "NO_RECORD");
    return { record };
  };
  const services = { SxbzxrService: { SxbzxrPort: { queryDebtors: query, queryByCard: query } } };
  return serveSoap({ wsdl: "subgraphs/sources/dishonest-debtors/court.wsdl", path: "/ws/sxbzxr", services });
}
