import { wsdlPathOf } from "../../description/read-source.ts";
import { REQUESTS_DEFAULTS } from "../../description/requests-description.ts";
import type { SourceDescription } from "../../description/source-description.ts";
import { AnswerRefused, httpSystem, isThere } from "../../reading/bounded-http.ts";
import type { LimitedQuery, OpenSource, Reader } from "../../reading/reader.ts";
import type { PlannedRequest } from "../../reading/requested/plan-requests.ts";
import { NONE } from "../../reading/requested/answered-rows.ts";
import { requestedRows, type AskedInterface } from "../../reading/requested/requested-reader.ts";
import { messageOf } from "../../reading/requested/message-of.ts";
import { faultOf, isNone } from "./soap-fault.ts";
import { openService, type OpenedService } from "./soap-service.ts";

/** A service as its WSDL has it, read when it is first asked. */
class SoapService implements AskedInterface {
  readonly single = true;
  readonly #open: () => Promise<OpenedService>;
  readonly #none: (operation: string) => readonly string[];
  #opened: Promise<OpenedService> | undefined;

  constructor(open: () => Promise<OpenedService>, none: (operation: string) => readonly string[]) {
    this.#open = open;
    this.#none = none;
  }

  /** @throws AnswerRefused `FAULT`, `NOT_XML`, `OPERATION`, `WSDL` */
  async ask({ path: operation, query }: PlannedRequest): Promise<unknown> {
    this.#opened ??= this.#open();
    const opened = this.#opened;
    const { operations, call } = await opened.catch((error: unknown) => {
      if (this.#opened === opened) this.#opened = undefined;
      throw error instanceof AnswerRefused ? error : new AnswerRefused("WSDL");
    });
    const known = operations.get(operation);
    if (known === undefined) throw new AnswerRefused("OPERATION");
    try {
      return await call(operation, messageOf(query, known.input));
    } catch (error) {
      if (error instanceof AnswerRefused) throw error;
      const fault = faultOf(error);
      if (fault !== undefined && isNone(fault, this.#none(operation))) return NONE;
      // A connection's own error says how it failed; everything else is what the service said.
      if (fault === undefined && error instanceof Error && "code" in error) throw error;
      throw new AnswerRefused(fault === undefined ? "NOT_XML" : "FAULT");
    }
  }
}

/**
 * Reads a SOAP service (1.1, 1.2) by its WSDL.
 * @throws Error at once for an address that cannot be used
 */
export function soapReader(
  description: SourceDescription,
  { place, pseudonymKey, drifted }: OpenSource,
): Reader<LimitedQuery> {
  const { soap: settings, types, limits } = description;
  if (settings === undefined) throw new Error("A SOAP source has a WSDL");
  const system = httpSystem(place, { ...settings, concurrency: limits?.concurrency ?? 4 });
  const noneOf = new Map(
    [...types.values()].flatMap(({ from, requests = REQUESTS_DEFAULTS }) =>
      [from, ...[...requests.lookups.values()].map(({ path }) => path)].map(
        (name) => [name, requests.noneFaults] as const,
      ),
    ),
  );
  const asked = new SoapService(
    () => openService(wsdlPathOf(description), { system, settings }),
    (operation) => noneOf.get(operation) ?? [],
  );
  return {
    read: requestedRows(description, { asked, keepSeconds: settings.keepSeconds, pseudonymKey, drifted }),
    isThere: () => isThere(system),
    close: system.close,
  };
}
