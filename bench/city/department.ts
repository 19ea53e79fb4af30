import type { JSONWebKeySet } from "jose";
import { loadSubgraph } from "../../subgraphs/kit/subgraph.ts";
import { serveSubgraph } from "../../subgraphs/kit/serve-subgraph.ts";
import { tellUsage } from "../usage.ts";

/** One department in a process of its own, behind envelopes. */
const [, , name = "", databaseUrl = "", envelopeKeys = "{}"] = process.argv;
const { url } = await serveSubgraph(await loadSubgraph(name), {
  databaseUrl,
  port: 0,
  envelopeKeys: JSON.parse(envelopeKeys) as JSONWebKeySet,
});
tellUsage();
process.send?.({ url });
