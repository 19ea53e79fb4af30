import { plainAnswer, type HttpAnswer } from "../front/http.ts";

/** Error codes of a token endpoint: RFC 6749, 5.2, and RFC 8693, 2.2.2; the last one is the hub's, for what passes by itself. */
type TokenError =
  | "invalid_request"
  | "invalid_client"
  | "invalid_grant"
  | "unauthorized_client"
  | "unsupported_grant_type"
  | "invalid_scope"
  | "invalid_target"
  | "temporarily_unavailable";

const STATUS: Partial<Record<TokenError, number>> = { invalid_client: 401, temporarily_unavailable: 503 };

/** A refused request for a token. */
export class TokenRefused extends Error {
  readonly error: TokenError;
  readonly status: number;
  /** Seconds after which it may be asked again; undefined where that changes nothing. */
  readonly retryAfter: number | undefined;
  /** @param description what a developer is told: ASCII without quotes and backslashes (RFC 6749, 5.2), and nothing of the request */
  constructor(error: TokenError, description: string, status = STATUS[error] ?? 400, retryAfter?: number) {
    super(description);
    this.error = error;
    this.status = status;
    this.retryAfter = retryAfter ?? (status === 503 ? 1 : undefined);
  }
}

/** An answer of the token endpoint: JSON that nobody may keep (RFC 6749, 5.1). */
export function tokenAnswer(status: number, body: object, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  const answer = plainAnswer(status, "application/json", JSON.stringify(body));
  return { ...answer, headers: { ...answer.headers, pragma: "no-cache", ...headers } };
}

/** A refusal as the error answer of RFC 6749, 5.2. */
export function refusalAnswer({ error, message, status, retryAfter }: TokenRefused): HttpAnswer {
  const again = retryAfter === undefined ? {} : { "retry-after": String(retryAfter) };
  return tokenAnswer(status, { error, error_description: message }, again);
}
