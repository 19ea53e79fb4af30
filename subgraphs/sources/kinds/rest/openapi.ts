type Json = Readonly<Record<string, unknown>>;

/** References that lead to further ones, and schemas inside schemas, that are followed before a document is taken for a circle. */
const DEEPEST = 32;

const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);

const own = (value: unknown, key: string): unknown =>
  isJson(value) && Object.hasOwn(value, key) ? value[key] : undefined;

const listAt = (value: unknown, key: string): readonly unknown[] => {
  const found = own(value, key);
  return Array.isArray(found) ? (found as readonly unknown[]) : [];
};

/** An OpenAPI document (3.0, 3.1) as far as its answers and parameters go. References lead nowhere but into the document itself. */
export class OpenApi {
  readonly #document: unknown;

  constructor(document: unknown) {
    this.#document = document;
  }

  /** The thing itself behind its references; undefined where they lead nowhere. */
  #resolved(value: unknown, depth = 0): Json | undefined {
    if (!isJson(value) || depth > DEEPEST) return undefined;
    const reference = own(value, "$ref");
    if (typeof reference !== "string") return value;
    if (!reference.startsWith("#/")) return undefined;
    const names = reference.slice(2).split("/");
    const target = names.map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~")).reduce(own, this.#document);
    return this.#resolved(target, depth + 1);
  }

  /** A schema with every one that it is made of: of `allOf` all hold, of `anyOf` and `oneOf` one, such as an object or null. */
  #parts(schema: unknown, depth = 0): readonly Json[] {
    const found = this.#resolved(schema);
    if (found === undefined || depth > DEEPEST) return [];
    const made = ["allOf", "anyOf", "oneOf"].flatMap((word) => listAt(found, word));
    return [found, ...made.flatMap((part) => this.#parts(part, depth + 1))];
  }

  /** The schema at names with dots between them; undefined where the document has none. */
  at(schema: unknown, path: string): unknown {
    return path.split(".").reduce<unknown>((within, name) => {
      const properties = this.#parts(within).map((part) => own(own(part, "properties"), name));
      return properties.find((property) => property !== undefined);
    }, schema);
  }

  /** The schema of a list's items; undefined for what is no list. */
  items(schema: unknown): unknown {
    return this.#parts(schema)
      .map((part) => own(part, "items"))
      .find((items) => items !== undefined);
  }

  /** Schema of the JSON with which a path answers GET. */
  answer(path: string): unknown {
    const content = own(this.#resolved(own(own(this.#get(path), "responses"), "200")), "content");
    const types = isJson(content) ? Object.keys(content) : [];
    const json = types.find((type) => /^application\/(?:[\w.-]+\+)?json\b/.test(type));
    return json === undefined ? undefined : own(own(content, json), "schema");
  }

  #path(path: string): Json | undefined {
    return this.#resolved(own(own(this.#document, "paths"), path));
  }

  #get(path: string): Json | undefined {
    return this.#resolved(own(this.#path(path), "get"));
  }

  /** Parameters in the query of a path's GET, and whether each must be given. */
  parameters(path: string): ReadonlyMap<string, boolean> {
    const stated = [...listAt(this.#path(path), "parameters"), ...listAt(this.#get(path), "parameters")];
    const found = stated.map((one) => this.#resolved(one)).filter((one) => own(one, "in") === "query");
    return new Map(found.map((one) => [String(own(one, "name")), own(one, "required") === true]));
  }
}
