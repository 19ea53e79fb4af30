import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { headersOf, type AppAsking } from "../client/app-schema.ts";
import type { Receipt, ToolAnswer, ToolBox } from "./draft-answer.ts";

const AGENT = { name: "shali-hub-assistant", version: "1" };

const receiptIn = (value: unknown): Receipt | undefined => {
  const { index, id } = { ...(value as Partial<Receipt> | undefined) };
  return typeof index === "number" && typeof id === "string" ? { index, id } : undefined;
};

const deniedIn = (value: unknown): readonly string[] =>
  Array.isArray(value)
    ? value.flatMap((denial: unknown) => {
        const { coordinate } = { ...(denial as { readonly coordinate?: unknown }) };
        return typeof coordinate === "string" ? coordinate : [];
      })
    : [];

type Called = Awaited<ReturnType<Client["callTool"]>>;

const answerIn = ({ content, structuredContent }: Called): ToolAnswer => {
  const { receipt, denials } = { ...(structuredContent as Readonly<Record<string, unknown>> | undefined) };
  const known = receiptIn(receipt);
  return {
    text: content.flatMap((part) => (part.type === "text" ? part.text : [])).join("\n"),
    ...(known && { receipt: known }),
    denied: deniedIn(denials),
  };
};

/** A hub's tools for one app, and the end of the connection. */
export interface OpenedTools extends ToolBox {
  readonly close: () => Promise<void>;
}

/** Connects to a hub's `POST /mcp` as an app. Rejects with the hub's words when it lets nobody in. */
export async function openHubTools(asking: AppAsking, through: typeof fetch = fetch): Promise<OpenedTools> {
  const requestInit = { headers: headersOf(asking) };
  const client = new Client(AGENT, { versionNegotiation: { mode: "auto" } });
  await client.connect(new StreamableHTTPClientTransport(new URL("/mcp", asking.hub), { requestInit, fetch: through }));
  const { tools } = await client.listTools();
  return {
    tools: tools.map(({ name, description, inputSchema }) => ({
      type: "function",
      function: { name, ...(description !== undefined && { description }), parameters: inputSchema },
    })),
    call: async (name, given) => answerIn(await client.callTool({ name, arguments: given })),
    close: () => client.close(),
  };
}
