import { readFile } from "node:fs/promises";
import { openSigningKey } from "../../gateway/authenticate/signing-key.ts";
import { askForToken } from "../../gateway/token/ask-for-token.ts";
import { CommandMistake } from "../../host/command-line.ts";
import { required } from "../operate/command.ts";
import type { AppAsking } from "./app-schema.ts";

const text = { type: "string" } as const;

/** Flags by which a command asks a hub as an app. */
export const APP_FLAGS = { app: text, hub: text, token: text, key: text, purpose: text, case: text } as const;

/** What a command says of them. */
export const appFlagsUsage = `  --app ID           the app, as the register of parties has it
  --hub URL          the hub (default: http://127.0.0.1:4000, or what HOST and PORT say)
  --token FILE       a token of the app, or of the app and its officer; - reads standard input
  --key FOLDER       instead: the app's key (shali-hub keys app FOLDER), with which a token is asked for at the hub's token endpoint
  --purpose CODE     what x-purpose says
  --case NUMBER      what x-case says: what is given in a case alone needs one, and an officer's token`;

type Given = Readonly<Partial<Record<keyof typeof APP_FLAGS, string | undefined>>>;

const hubHere = (): string => `http://${process.env["HOST"] ?? "127.0.0.1"}:${process.env["PORT"] ?? "4000"}`;

const tokenBy = async ({ token, key }: Given, hub: string, app: string): Promise<string> => {
  if ((token === undefined) === (key === undefined)) throw new CommandMistake("Give --token FILE or --key FOLDER.");
  if (key !== undefined) return askForToken({ hub, app, key: await openSigningKey(key, undefined) });
  return (await readFile(token === "-" ? "/dev/stdin" : (token ?? ""), "utf8")).trim();
};

/** How the app of these flags asks; a token is got at the hub's endpoint where the app's key is named. @throws CommandMistake */
export async function askingOf(flags: Given): Promise<AppAsking> {
  const app = required(flags.app, "app");
  const hub = (flags.hub ?? hubHere()).replace(/\/(?:graphql)?$/, "");
  return { hub, app, token: await tokenBy(flags, hub, app), purpose: flags.purpose, caseNumber: flags.case };
}
