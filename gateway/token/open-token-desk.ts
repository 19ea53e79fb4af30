import { readFileSync } from "node:fs";
import type { Logger } from "pino";
import { parse as parseYaml } from "yaml";
import type { NationalCrypto } from "../../schema/jwt/national-crypto.ts";
import type { Governance } from "../decide/create-governance.ts";
import type { Route } from "../front/http.ts";
import { openPostgresCounters } from "../limit/callers/postgres-counters.ts";
import type { OwnTokens } from "./own-tokens.ts";
import { openProvider, readProviderSettings, type ProviderSettings } from "./provider.ts";
import { serveTokens } from "./serve-tokens.ts";
import { openSpentAssertions } from "./spent-assertions.ts";
import { defaultTokenLimits, openTokenRate, type TokenLimits } from "./token-rate.ts";
import type { WhoIs } from "./who-is.ts";

/** The token desk of a gateway. */
export interface TokenDeskOptions {
  readonly tokens: OwnTokens;
  readonly governance: Governance;
  /** The hub's database, which all gateways share. */
  readonly database: string;
  /** Settings of the city's OpenID provider, or the YAML file that has them. */
  readonly provider: ProviderSettings | string | undefined;
  /** Bounds on its use; those of `defaultTokenLimits` unless given. */
  readonly limits?: Partial<TokenLimits>;
  readonly logger: Logger;
  readonly crypto?: NationalCrypto | undefined;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

/** A desk that is open. */
interface OpenTokenDesk {
  /** For one loaded supergraph, whose departments are asked for the holders of logins. */
  readonly serve: (whoIs: WhoIs) => Route;
  readonly close: () => Promise<void>;
}

/** Opens the desk. Rejects when the provider's settings or keys cannot be used: an app would be given tokens for nobody. */
export async function openTokenDesk(options: TokenDeskOptions): Promise<OpenTokenDesk> {
  const { tokens, governance, database, provider, limits, logger, crypto, clock = Date.now } = options;
  const settings =
    typeof provider === "string" ? readProviderSettings(parseYaml(readFileSync(provider, "utf8"))) : provider;
  const spent = openSpentAssertions(database, (problem) => {
    logger.warn({ problem }, "Used assertions are out of reach: no tokens are given meanwhile.");
  });
  const opened =
    settings &&
    (await openProvider(
      settings,
      (problem) => {
        logger.error({ problem }, "The provider's new keys are not used: the last good ones stay.");
      },
      crypto,
    ));
  const store = openPostgresCounters({
    connectionString: database,
    report: (reason) => {
      logger.warn({ reason }, "The counters of tokens are out of reach.");
    },
  });
  const rate = openTokenRate(store, { ...defaultTokenLimits, ...limits }, clock);
  const { register } = governance;
  return {
    serve: (whoIs) => serveTokens({ tokens, register, spent, provider: opened, whoIs, rate, logger, crypto, clock }),
    close: async () => {
      await rate.close();
      await store.close();
      await spent.close();
    },
  };
}
