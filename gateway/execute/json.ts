/** A parsed JSON object. Read keys that may be inherited (`constructor`, `__proto__`) through {@link reader} only. */
export type JsonObject = Record<string, unknown>;

/** True for a JSON object: neither null nor a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True for a JSON list. */
export function isList(value: unknown): value is unknown[] {
  return Array.isArray(value);
}

/** True when `key` names something every object inherits, so that a plain read could answer what no subgraph sent. */
export function isInherited(key: string): boolean {
  return key in Object.prototype;
}

/**
 * The same text, in one byte a character where it is plain ASCII. V8 keeps every name once, as wide as the text that it first met it
 * in: a name out of a schema with Chinese descriptions takes two bytes, and so does every answer that it is written into. For what is
 * put together once and written often.
 */
export function narrow(text: string): string {
  return /[^ -~]/.test(text) ? text : Buffer.from(text, "latin1").toString("latin1");
}

/** Reads one key of an object. */
type Read = (object: JsonObject) => unknown;

/**
 * Reads one key of parsed JSON: undefined unless the object itself has it.
 * The plain read is kept for all names that nothing is inherited under: it is the hottest line of the executor.
 */
export function reader(key: string): Read {
  return isInherited(key)
    ? (object) => (Object.hasOwn(object, key) ? object[key] : undefined)
    : (object) => object[key];
}

/** Writes one key as an own property, whatever it is called. */
export function assign(object: JsonObject, key: string, value: unknown): void {
  if (isInherited(key)) {
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    object[key] = value;
  }
}
