import { SOURCE } from "../subgraphs/sources/description/source-description.ts";

/** A valibot schema as far as its form is read here. */
interface Form {
  readonly type: string;
  readonly pipe?: readonly Form[];
  readonly wrapped?: Form;
  readonly item?: Form;
  readonly entries?: Readonly<Record<string, Form>>;
  readonly options?: readonly unknown[];
  readonly requirement?: unknown;
  readonly metadata?: { readonly values?: Form };
  readonly message?: unknown;
}

type JsonSchema = Readonly<Record<string, unknown>>;

const isOptional = ({ type }: Form): boolean => type === "optional" || type === "exact_optional";

const described = ({ message }: Form): JsonSchema => (typeof message === "string" ? { description: message } : {});

/** What each step of a pipe adds; a rule that is code has no place in JSON Schema, and is checked when the file is read. */
const stepOf = (form: Form): JsonSchema => {
  switch (form.type) {
    case "regex":
      return { pattern: (form.requirement as RegExp).source };
    case "integer":
      return { type: "integer" };
    case "min_value":
      return { minimum: form.requirement };
    case "max_value":
      return { maximum: form.requirement };
    case "metadata":
      return form.metadata?.values === undefined
        ? {}
        : { type: "object", additionalProperties: schemaOf(form.metadata.values) };
    default:
      return form.pipe === undefined && form.entries === undefined ? {} : schemaOf(form);
  }
};

const objectOf = (entries: Readonly<Record<string, Form>>): JsonSchema => ({
  type: "object",
  additionalProperties: false,
  required: Object.entries(entries).flatMap(([name, entry]) => (isOptional(entry) ? [] : [name])),
  properties: Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, schemaOf(entry)])),
});

const schemaOf = (form: Form): JsonSchema => {
  if (form.pipe !== undefined) {
    const [first, ...steps] = form.pipe;
    // What only asks for a mapping says nothing of its form: the steps behind it do.
    const own = first === undefined || (first.type === "custom" && first.pipe === undefined) ? {} : schemaOf(first);
    return Object.assign({}, own, ...steps.map(stepOf)) as JsonSchema;
  }
  if (form.wrapped !== undefined) return schemaOf(form.wrapped);
  if (form.entries !== undefined) return objectOf(form.entries);
  switch (form.type) {
    case "picklist":
      return { enum: form.options };
    case "array":
      return { type: "array", items: form.item === undefined ? {} : schemaOf(form.item) };
    case "string":
    case "number":
    case "boolean":
      return { type: form.type, ...described(form) };
    default:
      throw new Error(`The form of ${form.type} is not told in JSON Schema`);
  }
};

/** The JSON schema of a source.yaml, with which editors complete and check it while it is written. */
export function describeSource(): string {
  const schema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "source.yaml",
    ...schemaOf(SOURCE),
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
