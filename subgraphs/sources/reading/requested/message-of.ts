/** What a message holds: texts, several of one name as a list, and further messages. */
interface Message {
  [name: string]: string | string[] | Message;
}

const isMessage = (value: unknown): value is Message =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Puts a text where names with dots between them lead; a second one of the same name makes a list. */
const put = (message: Message, names: readonly string[], value: string): void => {
  const [name = "", ...deeper] = names;
  const there = Object.hasOwn(message, name) ? message[name] : undefined;
  if (deeper.length > 0) {
    const within: Message = isMessage(there) ? there : {};
    message[name] = within;
    put(within, deeper, value);
  } else if (there === undefined || isMessage(there)) message[name] = value;
  else message[name] = [...(Array.isArray(there) ? there : [there]), value];
};

/** Names of a message in the order of the schema, which writes a list as `name[]`; a sequence in another order is refused by many a service. */
const inOrder = (message: Message, schema: unknown): Message => {
  const known = isMessage(schema) ? Object.keys(schema).map((name) => name.replace(/\[\]$/, "")) : [];
  const names = [...known.filter((name) => Object.hasOwn(message, name)), ...Object.keys(message)];
  const entries = [...new Set(names)].map((name): [string, Message[string]] => {
    const value = message[name] ?? "";
    return [name, isMessage(value) ? inOrder(value, isMessage(schema) ? schema[name] : undefined) : value];
  });
  return Object.fromEntries(entries);
};

/**
 * The message of a request: each parameter at the place that its name tells, in the order of the operation's schema.
 * @param input what the operation takes, as `soap` describes it; undefined: in the order of the parameters
 */
export function messageOf(
  query: readonly (readonly [parameter: string, value: string])[],
  input: unknown,
): Readonly<Message> {
  const message: Message = {};
  for (const [parameter, value] of query) put(message, parameter.split("."), value);
  return inOrder(message, input);
}
