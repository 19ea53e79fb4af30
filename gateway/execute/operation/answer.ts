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
  readonly #text: string;
  #parsed: Record<string, unknown> | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text, or undefined once the object was looked into and may have been changed. */
  get untouchedText(): string | undefined {
    return this.#parsed === undefined ? this.#text : undefined;
  }

  readonly #value = (): Record<string, unknown> => (this.#parsed ??= JSON.parse(this.#text) as Record<string, unknown>);

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

/** The answer around the data's text; `null` text is null data. */
export const createAnswer = (text: string, errors: readonly GraphQLError[]): CompiledAnswer => {
  const lazy = text === "null" ? undefined : new LazyData(text);
  const data = lazy ? new Proxy<Record<string, unknown>>({}, lazy) : null;
  const stringify = (result: ExecutionResult): string => {
    const { errors: shownErrors, extensions } = result;
    const dataText = result.data === data ? (lazy ? lazy.untouchedText : "null") : undefined;
    const head =
      shownErrors && shownErrors.length > 0 ? `{"errors":${JSON.stringify(shownErrors)},"data":` : '{"data":';
    const tail = extensions === undefined ? "}" : `,"extensions":${JSON.stringify(extensions)}}`;
    const answer = head + (dataText ?? JSON.stringify(result.data ?? null)) + tail;
    return Buffer.from(answer) as unknown as string;
  };
  return errors.length > 0 ? { errors, data, stringify } : { data, stringify };
};
