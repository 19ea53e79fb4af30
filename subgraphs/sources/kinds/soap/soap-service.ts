import type { SoapSettings } from "../../description/requests-description.ts";
import { AnswerRefused, textOf, type HttpSystem } from "../../reading/bounded-http.ts";

/** A message as `soap` describes it: texts that name types, and messages inside it; a list's name ends in `[]`. */
export interface DescribedMessage {
  readonly [name: string]: string | DescribedMessage;
}

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
const clientFor = (system: HttpSystem, settings: Pick<SoapSettings, "encoding">) => ({
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

/** What an operation takes and answers, as `soap` describes it. */
interface Operation {
  readonly input: DescribedMessage;
  readonly output: DescribedMessage;
}

/** A service that can be asked. */
export interface OpenedService {
  readonly operations: ReadonlyMap<string, Operation>;
  readonly call: (operation: string, args: object) => Promise<unknown>;
}

/** Nobody: a description is read, and nothing is asked. */
const NOBODY: HttpSystem = {
  ask: () => Promise.reject(new AnswerRefused("WSDL")),
  close: () => Promise.resolve(),
};

/**
 * Opens a service by its WSDL.
 * @param asked the way to it, and its settings; undefined for its description alone
 * @throws AnswerRefused `WSDL`
 */
export async function openService(
  path: string,
  asked: { readonly system: HttpSystem; readonly settings: Pick<SoapSettings, "encoding"> } | undefined,
): Promise<OpenedService> {
  const { system, settings } = asked ?? { system: NOBODY, settings: {} };
  // A third of a second to load: for those who read such a service.
  const { createClientAsync } = await import("soap");
  const options = {
    httpClient: clientFor(system, settings),
    customDeserializer,
    handleNilAsNull: true,
    disableCache: true,
  };
  const client = await createClientAsync(path, options, "http://system").catch((error: unknown) => {
    throw error instanceof AnswerRefused ? error : new AnswerRefused("WSDL");
  });
  const services = Object.values(client.describe() as Readonly<Record<string, Readonly<Record<string, object>>>>);
  const ports = services.flatMap((service) => Object.values(service));
  const operations = new Map(
    ports.flatMap((port) =>
      Object.entries(port).map(([name, one]): [string, Operation] => {
        const { input = {}, output = {} } = one as Partial<Operation>;
        return [name, { input, output }];
      }),
    ),
  );
  const call = async (operation: string, args: object): Promise<unknown> => {
    const [answer] = (await (client[`${operation}Async`] as (args: object) => Promise<readonly unknown[]>)(args)) as [
      unknown,
    ];
    return answer;
  };
  return { operations, call };
}
