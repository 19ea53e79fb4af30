/**
 * Caller (调用方): the app and the person it acts for, as a verified token states them. Frozen; nothing in it may be
 * taken from anything but the token.
 */
export interface Caller {
  readonly app: string;
  /** The department that the app belongs to. */
  readonly department: string;
  readonly officer: string | null;
  /** Division code of the officer's jurisdiction: narrows every row scope. */
  readonly division: string | null;
  readonly roles: readonly string[];
  /** Pseudonymous `Person.id` of a citizen who asks about themself. */
  readonly subject: string | null;
  /** Unified social credit code of a firm that acts for itself, by its own login; no officer acts for one. */
  readonly enterprise: string | null;
  /** The token's own id (`jti`), or the SHA-256 (hex) of its first two parts: a revocation list names it. */
  readonly tokenId: string;
  /** Thumbprint (RFC 7638) of the key by which the app has proved who it is; absent where an issuer vouches for the app. */
  readonly appKey?: string;
  /** Seconds since 1970. */
  readonly expiresAt: number;
}
