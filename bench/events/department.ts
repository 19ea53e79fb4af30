import type { JSONWebKeySet } from "jose";
import { readOpenKeys, readSecretKeys } from "../../schema/envelope/seal-keys.ts";
import { loadSubgraph } from "../../subgraphs/kit/subgraph.ts";
import { serveSubgraph } from "../../subgraphs/kit/serve-subgraph.ts";
import { tellUsage } from "../usage.ts";

/** 人社 in a process of its own, behind envelopes and seals, with its outbox. */
const [, , databaseUrl = "", envelopeKeys = "{}", ownKeys = "", hubKeys = ""] = process.argv;
const [own, theirs] = [readSecretKeys(ownKeys), readOpenKeys(hubKeys)];
const { url } = await serveSubgraph(await loadSubgraph("human-resources"), {
  databaseUrl,
  port: 0,
  envelopeKeys: JSON.parse(envelopeKeys) as JSONWebKeySet,
  seal: { own: () => own, theirs: () => theirs },
});
tellUsage();
process.send?.({ url });
