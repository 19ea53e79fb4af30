import { parse } from "lossless-json";
import { REST_DEFAULTS, type RestSettings } from "../../description/requests-description.ts";
import type { SourceDescription } from "../../description/source-description.ts";
import { AnswerRefused, httpSystem, isThere, textOf, type HttpSystem } from "../../reading/bounded-http.ts";
import type { LimitedQuery, OpenSource, Reader } from "../../reading/reader.ts";
import type { PlannedRequest } from "../../reading/requested/plan-requests.ts";
import { requestedRows, type AskedInterface } from "../../reading/requested/requested-reader.ts";
import { authorizationOf, type Authorization } from "./rest-authorization.ts";

/** Path and query of a request. */
function pathOf({ path, query }: PlannedRequest): string {
  return query.length === 0 ? path : `${path}?${new URLSearchParams(query.map((pair) => [...pair])).toString()}`;
}

/** Digits by which an exponent may move the point: no amount has more. */
const MOST_MOVED = 20;

/** A number as it is written, without its exponent: "1.25E7" is "12500000". Nothing is rounded. */
const plainNumber = (text: string): string => {
  const [, sign = "", before = "", after = "", moved = ""] = /^(-?)(\d+)(?:\.(\d+))?[eE]([+-]?\d+)$/.exec(text) ?? [];
  const places = Number(moved);
  if (moved === "" || Math.abs(places) > MOST_MOVED) return text;
  const digits = before + after;
  const point = before.length + places;
  const [padded, at] =
    point > 0 ? [digits.padEnd(point, "0"), point] : [digits.padStart(digits.length + 1 - point, "0"), 1];
  const whole = padded.slice(0, at).replace(/^0+(?=\d)/, "");
  const part = padded.slice(at).replace(/0+$/, "");
  return sign + whole + (part === "" ? "" : `.${part}`);
};

/** Every number as its text: eighteen digits of a citizen's number do not fit into JavaScript's. @throws AnswerRefused `NOT_JSON` */
function readJson(text: string): unknown {
  try {
    return parse(text, undefined, plainNumber);
  } catch {
    throw new AnswerRefused("NOT_JSON");
  }
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
    return readJson(textOf(answer, this.#settings.encoding));
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
