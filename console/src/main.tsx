import "./editor/workers.ts";
import "@graphiql/react/style.css";
import "@graphiql/plugin-doc-explorer/style.css";
import "graphiql/graphiql.css";
import "./playground.css";
import { createRoot } from "react-dom/client";
import { cataloguePlugin } from "./catalogue/catalogue-panel.tsx";
import { loadCatalogue } from "./catalogue/catalogue.ts";
import { createAskWhy, createFetcher, ENDPOINT } from "./fetcher.ts";
import { loadIdentities } from "./identity/demo-identity.ts";
import { Session } from "./identity/session.ts";
import { readApplyLink } from "./life/application-form.ts";
import { wordsOf } from "./mishap.tsx";
import { Playground } from "./playground.tsx";
import { TAB_SETS } from "./tabs/tab-sets.ts";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");

// The editor is most of the download: begin it while the gateway answers.
void import("./editor/monaco.ts");
const link = readApplyLink(location.href);
// A link is followed once: what it said stays neither in the address nor in the history.
if (link !== undefined) history.replaceState(null, "", ENDPOINT);
const [identities, catalogue] = await Promise.all([loadIdentities(), loadCatalogue()]).catch((error: unknown) => {
  root.textContent = `页面未能打开：${wordsOf(error)}`;
  throw error;
});
const session = new Session(identities);
const hub = { session, askWhy: createAskWhy(session), shipped: TAB_SETS.flatMap(({ tabs }) => tabs) };

createRoot(root).render(
  <Playground
    sets={TAB_SETS}
    hub={hub}
    link={link}
    fetcher={createFetcher(session, catalogue)}
    plugins={[cataloguePlugin(catalogue)]}
  />,
);
