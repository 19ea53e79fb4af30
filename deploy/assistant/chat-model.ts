import * as v from "valibot";

/** A function that a model may call, as its endpoint is told of it. */
export interface ModelTool {
  readonly type: "function";
  readonly function: { readonly name: string; readonly description?: string; readonly parameters: object };
}

/** A call that a model asks for; its arguments are a text that it wrote. */
export interface ModelCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}

/** One message of a conversation with a model. */
export type Message =
  | { readonly role: "system" | "user"; readonly content: string }
  | { readonly role: "assistant"; readonly content: string | null; readonly tool_calls?: readonly object[] }
  | { readonly role: "tool"; readonly tool_call_id: string; readonly content: string };

/** What a model says next: a text, calls, or both. */
interface Said {
  readonly text: string;
  readonly calls: readonly ModelCall[];
  /** The message as it was, for the conversation to go on with. */
  readonly message: Message;
}

/** A language model. */
export type ChatModel = (messages: readonly Message[], tools: readonly ModelTool[]) => Promise<Said>;

/** Where a model answers, in the form of OpenAI's chat completions, which DeepSeek and local servers speak too. */
export interface Endpoint {
  /** Such as https://api.deepseek.com/v1 or http://127.0.0.1:8000/v1. */
  readonly url: string;
  readonly model: string;
  readonly key: string | undefined;
}

/** Milliseconds in which a model says something, and the longest thing it says. */
const PATIENCE = 120_000;
const MOST_BYTES = 1_000_000;

const CALL = v.object({
  id: v.string(),
  function: v.object({ name: v.string(), arguments: v.string() }),
});
const ANSWER = v.object({
  choices: v.pipe(
    v.array(
      v.object({
        message: v.object({
          content: v.optional(v.nullable(v.string())),
          tool_calls: v.optional(v.nullable(v.array(CALL))),
        }),
      }),
    ),
    v.nonEmpty(),
  ),
});

/** Reads an answer's body. @throws with one clear line, which repeats nothing of it */
const saidIn = (text: string): Said => {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    throw new Error("The model's endpoint answers something that is not JSON");
  }
  const answer = v.safeParse(ANSWER, read);
  if (!answer.success) throw new Error("The model's endpoint answers in another form than chat completions");
  const { content = null, tool_calls: called } = answer.output.choices[0]?.message ?? {};
  const calls = called ?? [];
  return {
    text: content ?? "",
    calls: calls.map(({ id, function: { name, arguments: given } }) => ({ id, name, arguments: given })),
    message: {
      role: "assistant",
      content,
      ...(calls.length > 0 && { tool_calls: calls.map((call) => ({ ...call, type: "function" })) }),
    },
  };
};

const textOf = async (response: Response): Promise<string> => {
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > MOST_BYTES) throw new Error("The model's answer is too long");
  }
  return text;
};

/** Opens a model. Each turn rejects with one clear line when the endpoint gives none; nothing of the key is told. */
export function openChatModel({ url, model, key }: Endpoint): ChatModel {
  const place = new URL("chat/completions", url.endsWith("/") ? url : `${url}/`);
  const headers = { "content-type": "application/json", ...(key !== undefined && { authorization: `Bearer ${key}` }) };
  return async (messages, tools) => {
    const body = JSON.stringify({ model, messages, tools, temperature: 0, stream: false });
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await fetch(place, { method: "POST", headers, body, signal, redirect: "error" }).catch(
      (error: unknown) => {
        throw new Error(`No model answers at ${place.host}`, { cause: error });
      },
    );
    const text = await textOf(response);
    if (!response.ok) throw new Error(`The model's endpoint answers ${response.status}`);
    return saidIn(text);
  };
}
