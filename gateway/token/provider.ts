import { errors, type JWTPayload } from "jose";
import * as v from "valibot";
import { isLogin } from "../../schema/envelope/login.ts";
import { acceptedAlgorithms, type NationalCrypto } from "../../schema/jwt/national-crypto.ts";
import { verifyJwt } from "../../schema/jwt/verify-jwt.ts";
import { list, mapping, parse, text } from "../../schema/parse.ts";
import { discoverKeys, openKeys } from "../authenticate/key-source.ts";
import { SKEW } from "./prove-app.ts";
import { TokenRefused } from "./token-refused.ts";
import type { WhoIs } from "./who-is.ts";

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
  /** The provider's name of each claim about an officer; what is not named is not read. */
  readonly claims: Readonly<Partial<Record<OfficerClaim, string | undefined>>>;
  /** The claim that has the login of a citizen (`subject`) or of a firm, and the department that keeps whose login it is. */
  readonly logins?: Readonly<Partial<Record<LoginClaim, LoginSettings | undefined>>> | undefined;
}

type OfficerClaim = "officer" | "division";
type LoginClaim = "subject" | "enterprise";

interface LoginSettings {
  readonly claim: string;
  /** Name of its subgraph. */
  readonly department: string;
}

const named = text("the name of a claim");
const name = v.optional(named);
const login = v.optional(mapping({ claim: named, department: text("the name of a subgraph") }));
const SETTINGS = mapping({
  issuer: text("an issuer"),
  jwks: v.optional(text("a file or a URL")),
  audience: v.optional(list(text("an audience"))),
  claims: mapping({ officer: name, division: name }),
  logins: v.optional(mapping({ subject: login, enterprise: login })),
});

/** Reads the settings of a provider. @throws Malformed (HUB_PROVIDER_INVALID) */
export function readProviderSettings(value: unknown): ProviderSettings {
  return parse(SETTINGS, value, "provider", { code: "HUB_PROVIDER_INVALID", quotes: true });
}

/** The person whom a token of the provider names, and when that ends, in seconds since 1970. */
interface Named {
  readonly person: Person;
  readonly expiresAt: number;
}

interface Asked {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly whoIs: WhoIs;
}

/** Verifies the provider's tokens. */
export interface Provider {
  /** @param whoIs asked for the holder of a citizen's or a firm's login @throws TokenRefused */
  readonly personIn: (token: string, app: string, asked: Asked) => Promise<Named>;
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

/** A claim's text. A malformed one is never taken for an absent one. */
const textIn = (payload: JWTPayload, claim: string | undefined): string | undefined => {
  const value = claim === undefined || !Object.hasOwn(payload, claim) ? undefined : payload[claim];
  if (value === undefined) return undefined;
  return typeof value === "string" && value !== "" ? value : refuse("a claim of the subject_token is not text");
};

/** What a token says of officers itself, and the logins whose holders others know. */
const readClaims = (payload: JWTPayload, { claims, logins = {} }: ProviderSettings) => {
  const stated = Object.entries(claims).flatMap(([claim, named]) => {
    const value = textIn(payload, named);
    return value === undefined ? [] : [[claim, value] as const];
  });
  const held = Object.entries(logins).flatMap(([claim, settings]) => {
    const value = textIn(payload, settings?.claim);
    return settings === undefined || value === undefined
      ? []
      : [{ claim, department: settings.department, login: value }];
  });
  return { stated, held };
};

const NOBODY = "the subject_token names nobody whom the hub can know";

/** Why a login is nobody's is told to nobody: a table of logins that answers is one that can be searched. */
const namedIn = async (payload: JWTPayload, settings: ProviderSettings, whoIs: WhoIs): Promise<Named> => {
  const { stated, held } = readClaims(payload, settings);
  const [login, ...others] = held;
  const expiresAt = payload.exp ?? 0;
  if (login === undefined) return { person: Object.fromEntries(stated), expiresAt };
  if (others.length > 0 || stated.length > 0 || !isLogin(login.login)) return refuse(NOBODY);
  const holder = await whoIs({ department: login.department, issuer: settings.issuer, login: login.login });
  if (holder === null) return refuse(NOBODY);
  return {
    person: { [login.claim]: holder.id },
    expiresAt: Math.min(expiresAt, holder.until ?? Number.POSITIVE_INFINITY),
  };
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
    personIn: async (token, app, { now, whoIs }) => {
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
      return namedIn(payload, settings, whoIs);
    },
  };
}
