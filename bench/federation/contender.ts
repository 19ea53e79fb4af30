import { tellUsage } from "../usage.ts";
import { contenders } from "./contenders.ts";
import { supergraphOf } from "./graph.ts";

/** One gateway in a process of its own: told where the subgraphs are and where its files go, asked over IPC what it has spent. */
const [, , name = "", urlsText = "{}", folder = ""] = process.argv;
const urls = JSON.parse(urlsText) as Record<string, string>;

const start = contenders.get(name);
if (!start) throw new Error(`No contender is called ${name}.`);
const started = await start({ supergraphSdl: supergraphOf(urls), folder });
process.send?.(typeof started === "string" ? { url: started } : started);
tellUsage();
