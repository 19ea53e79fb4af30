import { createContext, useContext } from "react";
import type { AskWhy } from "./fetcher.ts";
import type { Session } from "./identity/session.ts";
import type { OperationTab } from "./tabs/operation-tab.ts";

/** The parts that the panels under an answer work with. */
export interface HubParts {
  readonly session: Session;
  readonly askWhy: AskWhy;
  /** Every operation that the playground has a tab for. */
  readonly shipped: readonly OperationTab[];
}

/** Given by the playground around everything it shows. */
export const Hub = createContext<HubParts | undefined>(undefined);

/** The hub's parts, anywhere below the playground. */
export function useHub(): HubParts {
  const hub = useContext(Hub);
  if (hub === undefined) throw new Error("Used outside the playground");
  return hub;
}
