import type { ExecutionResult, GraphQLError } from "graphql";

/** An answer whose data is JSON text already. Hooks may read, spread and replace it like any execution result. */
export interface CompiledAnswer extends ExecutionResult {
  /**
   * Used by the HTTP layer instead of JSON.stringify; keeps the data's text as long as no hook looked into the data.
   * What it answers is a Buffer of UTF-8, which reads as the text where text is wanted: the HTTP layer only hands it on
   * to a Response, and a string's way from there to the socket costs five times as much.
   */
  readonly stringify: (result: ExecutionResult) => string;
}

/** An object that parses itself when somebody looks into it. */
class LazyData implements ProxyHandler<Record<string, unknown>> {
  readonly #text: Buffer;
  #parsed: Record<string, unknown> | undefined;

  constructor(text: Buffer) {
    this.#text = text;
  }

  /** The text, or undefined once the object was looked into and may have been changed. */
  get untouchedText(): Buffer | undefined {
    return this.#parsed === undefined ? this.#text : undefined;
  }

  readonly #value = (): Record<string, unknown> =>
    (this.#parsed ??= JSON.parse(this.#text.toString()) as Record<string, unknown>);

  get(_: unknown, key: string | symbol): unknown {
    return Reflect.get(this.#value(), key);
  }
  set(_: unknown, key: string | symbol, value: unknown): boolean {
    return Reflect.set(this.#value(), key, value);
  }
  has(_: unknown, key: string | symbol): boolean {
    return Reflect.has(this.#value(), key);
  }
  deleteProperty(_: unknown, key: string | symbol): boolean {
    return Reflect.deleteProperty(this.#value(), key);
  }
  ownKeys(): (string | symbol)[] {
    return Reflect.ownKeys(this.#value());
  }
  getOwnPropertyDescriptor(_: unknown, key: string | symbol): PropertyDescriptor | undefined {
    return Reflect.getOwnPropertyDescriptor(this.#value(), key);
  }
  defineProperty(_: unknown, key: string | symbol, descriptor: PropertyDescriptor): boolean {
    return Reflect.defineProperty(this.#value(), key, descriptor);
  }
}

const SCRATCH_CHARACTERS = 1_000_000;
const scratch = Buffer.allocUnsafeSlow(SCRATCH_CHARACTERS * 3);

/** UTF-8 of a text. `Buffer.from` goes over it twice, once to learn its length: that takes half as long again. */
const encode = (text: string): Buffer =>
  text.length > SCRATCH_CHARACTERS ? Buffer.from(text) : Buffer.from(scratch.subarray(0, scratch.write(text)));

const NULL_TEXT = Buffer.from("null");

const join = (head: string, data: Buffer, tail: string): Buffer => {
  const before = Buffer.byteLength(head);
  const answer = Buffer.allocUnsafe(before + data.length + Buffer.byteLength(tail));
  answer.write(head);
  data.copy(answer, before);
  answer.write(tail, before + data.length);
  return answer;
};

/**
 * The answer around the data's text; `null` text is null data. The text is encoded at once: what the writer put together is a
 * tree of a thousand little strings, which the garbage collector would carry along for as long as the answer waits to leave.
 */
export const createAnswer = (text: string, errors: readonly GraphQLError[]): CompiledAnswer => {
  const lazy = text === "null" ? undefined : new LazyData(encode(text));
  const data = lazy ? new Proxy<Record<string, unknown>>({}, lazy) : null;
  const stringify = (result: ExecutionResult): string => {
    const { errors: shownErrors, extensions } = result;
    const dataText = result.data === data ? (lazy ? lazy.untouchedText : NULL_TEXT) : undefined;
    const head =
      shownErrors && shownErrors.length > 0 ? `{"errors":${JSON.stringify(shownErrors)},"data":` : '{"data":';
    const tail = extensions === undefined ? "}" : `,"extensions":${JSON.stringify(extensions)}}`;
    return join(head, dataText ?? Buffer.from(JSON.stringify(result.data ?? null)), tail) as unknown as string;
  };
  return errors.length > 0 ? { errors, data, stringify } : { data, stringify };
};
