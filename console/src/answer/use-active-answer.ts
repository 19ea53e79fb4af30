import { useGraphiQL } from "@graphiql/react";
import { useMemo } from "react";
import type { Answer } from "./answer.ts";
import { readAnswer } from "./answer.ts";

/** The answer that stands in the result pane of the active tab. */
export function useActiveAnswer(): Answer {
  const response = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.response ?? null);
  return useMemo(() => readAnswer(response), [response]);
}
