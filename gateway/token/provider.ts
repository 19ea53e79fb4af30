import { errors, type JWTPayload } from "jose";
import * as v from "valibot";
import { acceptedAlgorithms, type NationalCrypto } from "../../schema/jwt/national-crypto.ts";
import { verifyJwt } from "../../schema/jwt/verify-jwt.ts";
import { list, mapping, parse, text } from "../../schema/parse.ts";
import { discoverKeys, openKeys } from "../authenticate/key-source.ts";
import { SKEW } from "./prove-app.ts";
import { TokenRefused } from "./token-refused.ts";

/** The person whom an app acts for, as claims of the hub's tokens: an officer, a citizen or a firm, and no more than one of them. */
export interface Person {
  readonly officer?: string;
  readonly division?: string;
  readonly subject?: string;
  readonly enterprise?: string;
}

/** The city's OpenID provider (统一身份认证): who it is, and which of its claims say who somebody is. */
export interface ProviderSettings {
  /** `iss` of its tokens. */
  readonly issuer: string;
  /** A JWKS file or URL; discovered from the issuer unless given. */
  readonly jwks?: string | undefined;
  /** `aud` that its tokens may have beside the app's own id: the hub's, where the provider knows the hub as a resource. */
  readonly audience?: readonly string[] | undefined;
  /** The provider's name of each claim; what is not named is not read. */
  readonly claims: Readonly<Partial<Record<keyof Person, string | undefined>>>;
}

const name = v.optional(text("the name of a claim"));
const SETTINGS = mapping({
  issuer: text("an issuer"),
  jwks: v.optional(text("a file or a URL")),
  audience: v.optional(list(text("an audience"))),
  claims: mapping({ officer: name, division: name, subject: name, enterprise: name }),
});

/** Reads the settings of a provider. @throws Malformed (HUB_PROVIDER_INVALID) */
export function readProviderSettings(value: unknown): ProviderSettings {
  return parse(SETTINGS, value, "provider", { code: "HUB_PROVIDER_INVALID", quotes: true });
}

/** Verifies the provider's tokens. */
export interface Provider {
  /** @param now milliseconds since 1970 @throws TokenRefused */
  readonly personIn: (
    token: string,
    app: string,
    now: number,
  ) => Promise<{ readonly person: Person; readonly expiresAt: number }>;
}

const ALGORITHMS = ["EdDSA", "Ed25519", "ES256", "RS256", "PS256"];
const MOST_CHARACTERS = 8_192;
/** Media types of an ID token and of an access token: what else a provider signs is none (RFC 8725, 3.11). */
const TYPES = /^(?:application\/)?(?:at\+)?jwt$/i;

const refuse = (description: string): never => {
  throw new TokenRefused("invalid_grant", description);
};

const reasonOf = (error: unknown): string => {
  if (error instanceof errors.JWTExpired) return "the subject_token has expired";
  if (error instanceof errors.JWTClaimValidationFailed)
    return `the subject_token's claim ${error.claim} is not accepted`;
  return "the subject_token is not one of the city's provider";
};

/** Whether the token was given to this app: one that another app was given is not this one's to bring. */
const isFor = ({ aud, azp, client_id: client }: JWTPayload, app: string, others: readonly string[]): boolean => {
  const audiences = typeof aud === "string" ? [aud] : (aud ?? []);
  const party = azp ?? client;
  if (party !== undefined && party !== app) return false;
  return audiences.includes(app) || (party === app && audiences.some((one) => others.includes(one)));
};

const personOf = (payload: JWTPayload, { claims }: ProviderSettings): Person => {
  const person: Record<string, string> = {};
  for (const [claim, named] of Object.entries(claims)) {
    const value = named === undefined || !Object.hasOwn(payload, named) ? undefined : payload[named];
    if (value === undefined) continue;
    // A malformed claim is never taken for an absent one.
    if (typeof value !== "string" || value === "") return refuse("a claim of the subject_token is not text");
    person[claim] = value;
  }
  return person;
};

/** Opens the city's provider. Rejects with `KeySourceError` when its keys cannot be had. */
export async function openProvider(
  settings: ProviderSettings,
  report: (problem: string) => void,
  crypto?: NationalCrypto,
): Promise<Provider> {
  const { issuer, jwks } = settings;
  const algorithms = acceptedAlgorithms(ALGORITHMS, crypto);
  const keys = jwks === undefined ? await discoverKeys(issuer) : openKeys(jwks, report);
  return {
    personIn: async (token, app, now) => {
      if (token.length > MOST_CHARACTERS) return refuse("the subject_token is too long");
      const { payload, protectedHeader } = await verifyJwt(token, keys, {
        algorithms,
        issuer: settings.issuer,
        requiredClaims: ["iss", "aud", "exp"],
        clockTolerance: SKEW,
        currentDate: new Date(now),
      }).catch((error: unknown) => refuse(reasonOf(error)));
      if (!TYPES.test(protectedHeader.typ ?? "JWT")) return refuse("the subject_token is of another type");
      if (!isFor(payload, app, settings.audience ?? [])) return refuse("the subject_token was not given to this app");
      return { person: personOf(payload, settings), expiresAt: payload.exp ?? 0 };
    },
  };
}
