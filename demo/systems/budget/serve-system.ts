import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { serveHttp, type ServedSystem } from "../serve.ts";

/** One payment out of a budget. */
export interface BudgetPayment {
  readonly voucherNo: string;
  readonly payee: { readonly uscc: string; readonly name: string } | null;
  readonly amount: { readonly value: number; readonly currency: "CNY" };
  readonly program: { readonly code: string; readonly name: string };
  readonly paidAt: string;
  readonly region: string;
  readonly bankAccount: string;
}

/** What a client has to show to get a token. */
export interface BudgetClient {
  readonly id: string;
  readonly secret: string;
}

/** Seconds for which a token is good. */
const TOKEN_SECONDS = 300;

const MOST_PAGE = 500;

type Answer = readonly [status: number, body: object];

const fromForm = (text: string): string => decodeURIComponent(text.replaceAll("+", " "));

/** HTTP's Basic scheme with both parts written as in a form (RFC 6749, 2.3.1). */
const isClient = ({ headers }: IncomingMessage, { id, secret }: BudgetClient): boolean => {
  const [, coded = ""] = /^Basic (.+)$/.exec(headers.authorization ?? "") ?? [];
  const [name = "", word = ""] = Buffer.from(coded, "base64").toString().split(":");
  return fromForm(name) === id && fromForm(word) === secret;
};

/**
 * 预算管理一体化系统 of the finance bureau: JSON with an OpenAPI description, pages, tokens by client credentials (RFC 6749, 4.4). Asked for the firms of
 * a page, it answers for them alone.
 * @param payments read when they are first asked for
 */
export function serveBudget(
  client: BudgetClient,
  payments: () => Promise<readonly BudgetPayment[]>,
): Promise<ServedSystem> {
  const tokens = new Map<string, number>();
  let known: Promise<readonly BudgetPayment[]> | undefined;
  const page = async (asked: URLSearchParams): Promise<Answer> => {
    const [number, size] = [Number(asked.get("pageNumber") ?? 1), Number(asked.get("pageSize") ?? 20)];
    if (!(size <= MOST_PAGE)) return [400, { message: "pageSize" }];
    const region = asked.get("region") ?? "";
    const firms = asked.getAll("payee");
    try {
      const found = (await (known ??= payments())).filter(
        (one) => one.region.startsWith(region) && (firms.length === 0 || firms.includes(one.payee?.uscc ?? "")),
      );
      const items = found.slice((number - 1) * size, number * size);
      return [200, { page: { number, size, total: found.length }, items }];
    } catch {
      known = undefined;
      return [503, { message: "unavailable" }];
    }
  };
  const token = (request: IncomingMessage): Answer => {
    if (!isClient(request, client)) return [401, { error: "invalid_client" }];
    const given = randomBytes(16).toString("hex");
    tokens.set(given, Date.now() + TOKEN_SECONDS * 1_000);
    return [200, { access_token: given, token_type: "Bearer", expires_in: TOKEN_SECONDS }];
  };
  const answer = (request: IncomingMessage): Answer | Promise<Answer> => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://system");
    if (pathname === "/oauth/token" && request.method === "POST") return token(request);
    const [, shown = ""] = /^Bearer (.+)$/.exec(request.headers.authorization ?? "") ?? [];
    if ((tokens.get(shown) ?? 0) < Date.now()) return [401, { message: "token required" }];
    return pathname === "/v2/payments" ? page(searchParams) : [404, { message: "not found" }];
  };
  return serveHttp((request, response) => {
    void Promise.resolve(answer(request)).then(([status, body]) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    });
  });
}
