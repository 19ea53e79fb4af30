import { itemsOfSource, sourcesIn } from "../catalogue/source-items.ts";
import type { CatalogueView } from "../catalogue/catalogue-view.ts";
import type { Acting, SharingEvent } from "../event.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { STEPS_OF_HUB } from "../steps/hub.ts";
import { hubSteps } from "./perform.ts";

/** Hash of the documents of a source of the first catalogue: nobody handed any in. */
const NO_DOCUMENT = "0".repeat(64);

/**
 * Takes the sources of a hub's first catalogue (decision 30) as they are, once in the hub's life, as the operator's act: whoever founds a hub deploys it, too, and
 * nobody is in office before. Every later coordinate of a source takes the hands of the workflow.
 * @returns the events of it, for whoever records them
 */
export async function adoptSources(
  tx: Prisma.TransactionClient,
  view: CatalogueView,
  acting: Acting,
): Promise<readonly SharingEvent[]> {
  const first = { version: view.catalogue.version, adoptedAt: acting.now };
  const { count } = await tx.firstCatalogue.createMany({ data: first, skipDuplicates: true });
  const events: SharingEvent[] = [];
  if (count === 0) return events;
  const { begin } = hubSteps(tx, acting, events);
  const { officer, now } = acting;
  for (const name of sourcesIn(view)) {
    const items = itemsOfSource(view, name);
    const owner = items[0]?.owner ?? acting.department;
    const by = { connectedBy: officer, connectedAt: now, stateBy: officer, stateAt: now };
    await begin(STEPS_OF_HUB.ADOPT_SOURCE, { name, title: name, owner, ...by });
    const hands = { proposedBy: officer, approvedBy: officer, auditedBy: officer };
    const times = { proposedAt: now, approvedAt: now, auditedAt: now };
    const pinned = { fileSha256: NO_DOCUMENT, sdlSha256: NO_DOCUMENT, reason: "首版目录", ...hands, ...times };
    const data = { kind: "PUBLICATION", source: name, owner, items: items.map((item) => ({ ...item })) } as const;
    await begin(STEPS_OF_HUB.ADOPT_PUBLICATION, { ...data, ...pinned }, { source: name });
  }
  return events;
}
