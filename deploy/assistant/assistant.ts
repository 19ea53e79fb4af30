import { isSafe } from "../../gateway/authenticate/key-source.ts";
import { CommandMistake, readFlags } from "../../host/command-line.ts";
import { APP_FLAGS, appFlagsUsage, askingOf } from "../client/asking-app.ts";
import { required, type OperatorCommand } from "../operate/command.ts";
import { openChatModel, type Endpoint } from "./chat-model.ts";
import { draftAnswer, type Draft } from "./draft-answer.ts";

const usage = `Usage: shali-hub assistant --app ID (--token FILE | --key FOLDER) --purpose CODE [--case NUMBER] --question 问题

Has a language model draft an answer to an officer's question by the hub's tools (POST /mcp) alone: it sees what the app's grants for the purpose give,
each of its calls is recorded, and its draft cites receipts of the ledger. A draft that cites none, or one that does not exist, is not shown.
${appFlagsUsage}
  --question TEXT    what the officer wants to know
  --endpoint URL     where the model answers in the form of OpenAI's chat completions, such as http://127.0.0.1:8000/v1 (default:
                     ASSISTANT_ENDPOINT). What the model reads goes there: one outside the city's own network is a place to which data is given
  --model NAME       the model's name there (default: ASSISTANT_MODEL)

ASSISTANT_KEY is the endpoint's key, where it wants one. Without an endpoint there is no assistant.`;

const text = { type: "string" } as const;
const OPTIONS = { ...APP_FLAGS, question: text, endpoint: text, model: text } as const;

const endpointOf = (values: {
  readonly endpoint?: string | undefined;
  readonly model?: string | undefined;
}): Endpoint => {
  const url = values.endpoint ?? process.env["ASSISTANT_ENDPOINT"] ?? "";
  if (url === "") throw new CommandMistake("There is no assistant here: give --endpoint or ASSISTANT_ENDPOINT.");
  if (!URL.canParse(url) || !isSafe(new URL(url)))
    throw new CommandMistake("--endpoint must be an https URL (http on this machine only).");
  const key = process.env["ASSISTANT_KEY"];
  const model = required(values.model ?? process.env["ASSISTANT_MODEL"], "model");
  return { url, model, key: key === "" ? undefined : key };
};

/** A draft as an officer reads it. */
export function printedDraft({ text: told, grounds, denied }: Draft): string {
  return [
    "【草稿，由语言模型起草，须经人工核实】",
    "",
    told,
    "",
    grounds.length === 0 ? "依据：无（未取得任何部门数据）" : "依据：",
    ...grounds.map(({ index, id, tool, asked }) => `  回执 ${index}（${id}） ${tool} ${asked}`),
    ...(denied.length === 0 ? [] : [`未获授权：${denied.join("、")}`]),
  ].join("\n");
}

/** `shali-hub assistant`. */
export const assistantCommand: OperatorCommand = {
  usage,
  run: async (args) => {
    const { values } = readFlags({ args: [...args], options: OPTIONS });
    const endpoint = endpointOf(values);
    const question = required(values.question, "question");
    const asking = await askingOf(values);
    const { openHubTools } = await import("./hub-tools.ts");
    const tools = await openHubTools(asking);
    try {
      return printedDraft(await draftAnswer(question, openChatModel(endpoint), tools));
    } finally {
      await tools.close();
    }
  },
};
