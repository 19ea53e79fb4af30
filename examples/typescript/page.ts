import { sites } from "./sites.js";

/* The page: the same question from the browser. Its origin is one of those that the app was registered with. */

const asked = async (): Promise<{ readonly hub: string; readonly division: string; readonly token: string }> =>
  (await (await fetch("/token")).json()) as never;

const { hub: url, division } = await asked();
const lines = await sites({ url, purpose: "SITE_OVERVIEW", token: async () => (await asked()).token }, { division });
for (const pre of document.querySelectorAll("pre")) pre.textContent = lines.join("\n");
