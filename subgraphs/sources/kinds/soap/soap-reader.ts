import { wsdlPathOf } from "../../description/read-source.ts";
import { REQUESTS_DEFAULTS, type SoapSettings } from "../../description/requests-description.ts";
import type { SourceDescription } from "../../description/source-description.ts";
import { AnswerRefused, httpSystem, isThere, textOf, type HttpSystem } from "../../reading/bounded-http.ts";
import type { LimitedQuery, OpenSource, Reader } from "../../reading/reader.ts";
import type { PlannedRequest } from "../../reading/requested/plan-requests.ts";
import { NONE } from "../../reading/requested/answered-rows.ts";
import { requestedRows, type AskedInterface } from "../../reading/requested/requested-reader.ts";
import { argumentsOf } from "./soap-arguments.ts";
import { faultOf, isNone } from "./soap-fault.ts";

/** Types of XML Schema that `soap` would make into JavaScript's numbers, truth values and moments. */
const TYPES = ["int", "integer", "short", "long", "float", "double", "decimal", "bool", "boolean", "dateTime", "date"];

/** Every value as the text that the old system writes. */
const customDeserializer = Object.fromEntries(TYPES.map((type) => [type, (text: string) => text]));

/** Where XML itself names its encoding, which most do and many otherwise than HTTP. */
const PROLOG = /^<\?xml[^>]*\bencoding\s*=\s*["']([\w-]+)["']/;

const xmlOf = (
  answer: { readonly type: string; readonly body: Buffer<ArrayBuffer> },
  stated: SoapSettings["encoding"],
): string => {
  const [, named] = PROLOG.exec(answer.body.subarray(0, 200).toString("latin1")) ?? [];
  const type = named === undefined || /charset/i.test(answer.type) ? answer.type : `text/xml; charset=${named}`;
  return textOf({ ...answer, type }, stated);
};

type Answered = (error: unknown, response?: object, body?: string) => void;

/** The way of `soap` to the service: bounded, and to the place of the source alone, whatever address its description names. */
const clientFor = (system: HttpSystem, settings: SoapSettings) => ({
  request: (_: string, data: unknown, answered: Answered, headers: Readonly<Record<string, string>> = {}): never => {
    const asked =
      typeof data === "string"
        ? system.ask({ path: "", method: "POST", body: data, headers })
        : // A description that leads to another one is not followed over the network.
          Promise.reject(new AnswerRefused("WSDL"));
    asked
      .then((answer) => {
        // Faults come with status 500; what else is no success has no answer in it.
        if (answer.status !== 200 && answer.status !== 500) throw new AnswerRefused(`STATUS_${answer.status}`);
        return { answer, text: xmlOf(answer, settings.encoding) };
      })
      .then(
        ({ answer, text }) => {
          answered(null, { status: answer.status, headers: {} }, text);
        },
        (error: unknown) => {
          answered(error);
        },
      );
    return undefined as never;
  },
});

/** A service as its WSDL has it, read when it is first asked. */
class SoapService implements AskedInterface {
  readonly single = true;
  readonly #open: () => Promise<Opened>;
  readonly #none: (operation: string) => readonly string[];
  #opened: Promise<Opened> | undefined;

  constructor(open: () => Promise<Opened>, none: (operation: string) => readonly string[]) {
    this.#open = open;
    this.#none = none;
  }

  /** @throws AnswerRefused `FAULT`, `NOT_XML`, `OPERATION`, `WSDL` */
  async ask({ path: operation, query }: PlannedRequest): Promise<unknown> {
    this.#opened ??= this.#open();
    const opened = this.#opened;
    const { inputs, call } = await opened.catch((error: unknown) => {
      if (this.#opened === opened) this.#opened = undefined;
      throw error instanceof AnswerRefused ? error : new AnswerRefused("WSDL");
    });
    const input = inputs.get(operation);
    if (input === undefined) throw new AnswerRefused("OPERATION");
    try {
      return await call(operation, argumentsOf(query, input));
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

interface Opened {
  /** What each operation takes, as the WSDL tells it. */
  readonly inputs: ReadonlyMap<string, unknown>;
  readonly call: (operation: string, args: object) => Promise<unknown>;
}

const openService = async (path: string, system: HttpSystem, settings: SoapSettings): Promise<Opened> => {
  // A third of a second to load: for those who read such a service.
  const { createClientAsync } = await import("soap");
  const options = {
    httpClient: clientFor(system, settings),
    customDeserializer,
    handleNilAsNull: true,
    disableCache: true,
  };
  const client = await createClientAsync(path, options, "http://system");
  const services = Object.values(client.describe() as Readonly<Record<string, Readonly<Record<string, object>>>>);
  const ports = services.flatMap((service) => Object.values(service));
  const inputs = new Map(
    ports.flatMap((port) =>
      Object.entries(port).map(([name, one]) => [name, (one as { readonly input?: unknown }).input]),
    ),
  );
  const call = async (operation: string, args: object): Promise<unknown> => {
    const [answer] = (await (client[`${operation}Async`] as (args: object) => Promise<readonly unknown[]>)(args)) as [
      unknown,
    ];
    return answer;
  };
  return { inputs, call };
};

/**
 * Reads a SOAP service (1.1, 1.2) by its WSDL.
 * @throws Error at once for an address that cannot be used
 */
export function soapReader(description: SourceDescription, { place, pseudonymKey }: OpenSource): Reader<LimitedQuery> {
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
    () => openService(wsdlPathOf(description), system, settings),
    (operation) => noneOf.get(operation) ?? [],
  );
  return {
    read: requestedRows(description, { asked, keepSeconds: settings.keepSeconds, pseudonymKey }),
    isThere: () => isThere(system),
    close: system.close,
  };
}
