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

/** What a schema says of a value. */
export interface DescribedSchema {
  readonly type: string | undefined;
  readonly format: string | undefined;
  readonly title: string | undefined;
  readonly codes: readonly string[] | undefined;
  /** Schemas by name; none of what is no object. */
  readonly properties: ReadonlyMap<string, unknown>;
  readonly items: unknown;
}

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

  /** Every path that answers GET. */
  paths(): readonly string[] {
    const paths = own(this.#document, "paths");
    return isJson(paths) ? Object.keys(paths).filter((path) => this.#get(path) !== undefined) : [];
  }

  /** What a path says of itself. */
  title(path: string): string | undefined {
    const [summary, description] = ["summary", "description"].map((word) => own(this.#get(path), word));
    return typeof summary === "string" ? summary : typeof description === "string" ? description : undefined;
  }

  /** What a schema says of a value, with all that it is made of. Of a type that may be null, the other one. */
  described(schema: unknown): DescribedSchema {
    const parts = this.#parts(schema);
    const first = (word: string): unknown => parts.map((part) => own(part, word)).find((value) => value !== undefined);
    const types = parts.flatMap((part) => [own(part, "type")].flat()).filter((type) => type !== "null");
    const textAt = (word: string): string | undefined => {
      const value = first(word);
      return typeof value === "string" ? value : undefined;
    };
    const codes = parts.map((part) => listAt(part, "enum")).find((list) => list.length > 0);
    const properties = parts.flatMap((part) => Object.entries(this.#resolved(own(part, "properties")) ?? {}));
    const type = types.find((one) => typeof one === "string");
    return {
      type: typeof type === "string" ? type : undefined,
      format: textAt("format"),
      title: textAt("title") ?? textAt("description"),
      codes: codes?.filter((code) => code !== null).map(String),
      properties: new Map(properties),
      items: this.items(schema),
    };
  }

  /** The highest number that a parameter of a path's query may be, and a value that is always right. */
  parameterBounds(
    path: string,
    name: string,
  ): { readonly most: number | undefined; readonly fixed: string | undefined } {
    const stated = [...listAt(this.#path(path), "parameters"), ...listAt(this.#get(path), "parameters")];
    const found = stated.map((one) => this.#resolved(one)).find((one) => own(one, "name") === name);
    const parts = this.#parts(own(found, "schema"));
    const [most, fallback] = ["maximum", "default"].map((word) =>
      parts.map((part) => own(part, word)).find((value) => value !== undefined),
    );
    const only = parts.map((part) => listAt(part, "enum")).find((list) => list.length === 1)?.[0];
    const fixed = only ?? (own(found, "required") === true ? fallback : undefined);
    const isText = typeof fixed === "string" || typeof fixed === "number" || typeof fixed === "boolean";
    return { most: typeof most === "number" ? most : undefined, fixed: isText ? String(fixed) : undefined };
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
