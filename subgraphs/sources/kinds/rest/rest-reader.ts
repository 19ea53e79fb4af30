import { REST_DEFAULTS, type RestSettings } from "../../description/requests-description.ts";
import type { SourceDescription } from "../../description/source-description.ts";
import { AnswerRefused, httpSystem, isThere, textOf, type HttpSystem } from "../../reading/bounded-http.ts";
import type { LimitedQuery, OpenSource, Reader } from "../../reading/reader.ts";
import type { PlannedRequest } from "../../reading/requested/plan-requests.ts";
import { readToldJson } from "../../reading/requested/told-json.ts";
import { requestedRows, type AskedInterface } from "../../reading/requested/requested-reader.ts";
import { authorizationOf, type Authorization } from "../../reading/authorization.ts";

/** Path and query of a request. */
function pathOf({ path, query }: PlannedRequest): string {
  return query.length === 0 ? path : `${path}?${new URLSearchParams(query.map((pair) => [...pair])).toString()}`;
}

/** Asks one interface; what it answers is JSON or refused. */
class RestInterface implements AskedInterface {
  readonly single = false;
  readonly #system: HttpSystem;
  readonly #authorization: Authorization;
  readonly #settings: RestSettings;

  constructor(system: HttpSystem, authorization: Authorization, settings: RestSettings) {
    this.#system = system;
    this.#authorization = authorization;
    this.#settings = settings;
  }

  /** @throws AnswerRefused `STATUS_…` for anything but success, `NOT_JSON`, `ENCODING` */
  async ask(request: PlannedRequest): Promise<unknown> {
    const first = await this.#once(request);
    if (first.status === 401) this.#authorization.refused();
    const answer = first.status === 401 ? await this.#once(request) : first;
    if (answer.status !== 200) throw new AnswerRefused(`STATUS_${answer.status}`);
    return readToldJson(textOf(answer, this.#settings.encoding));
  }

  async #once(request: PlannedRequest) {
    const headers = { accept: "application/json", ...(await this.#authorization.headers()) };
    return this.#system.ask({ path: pathOf(request), headers });
  }
}

/**
 * The way to a REST interface.
 * @param secret value of a secret by its name in the source's file
 * @throws Error at once for an address or a secret that cannot be used
 */
export function openRest(
  settings: RestSettings,
  { place, secret, concurrency }: Pick<OpenSource, "place" | "secret"> & { readonly concurrency: number },
): { readonly asked: AskedInterface; readonly system: HttpSystem } {
  const system = httpSystem(place, { ...settings, concurrency });
  return { asked: new RestInterface(system, authorizationOf(system, settings, secret), settings), system };
}

/**
 * Reads JSON of a REST interface.
 * @throws Error at once for an address or a secret that cannot be used
 */
export function restReader(description: SourceDescription, open: OpenSource): Reader<LimitedQuery> {
  const settings = description.rest ?? REST_DEFAULTS;
  const { asked, system } = openRest(settings, { ...open, concurrency: description.limits?.concurrency ?? 4 });
  return {
    read: requestedRows(description, {
      asked,
      keepSeconds: settings.keepSeconds,
      pseudonymKey: open.pseudonymKey,
      drifted: open.drifted,
    }),
    isThere: () => isThere(system),
    close: system.close,
  };
}
