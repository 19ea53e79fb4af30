import { useGraphiQL } from "@graphiql/react";
import { useMemo, useState } from "react";
import { useHub } from "../hub.ts";
import { fields, parse } from "../json.ts";
import { type Answer, readAnswer } from "./answer.ts";
import type { Explanation } from "./why.ts";

/** The answer that stands in the result pane of the active tab. */
export function useActiveAnswer(): Answer {
  const response = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.response ?? null);
  return useMemo(() => readAnswer(response), [response]);
}

/** An explanation as the panel shows it; empty until it is asked for. */
interface Shown extends Partial<Explanation> {
  /** The reason for which there is no explanation. */
  readonly trouble?: string;
}

/** The explanation of the active tab's denied fields: asked for anew with each answer. */
export function useExplanation(): Shown & { readonly ask: () => void } {
  const { session, askWhy } = useHub();
  const tab = useGraphiQL((state) => state.tabs[state.activeTabIndex]);
  const response = tab?.response;
  const [shown, setShown] = useState<Shown & { readonly of?: string | null | undefined }>({});
  const ask = () => {
    const variables = fields(parse(tab?.variables ?? "")) ?? {};
    const { purpose } = session.current();
    askWhy({ operation: tab?.query ?? "", operationName: tab?.operationName ?? null, purpose, variables }).then(
      (explanation) => {
        setShown({ ...explanation, of: response });
      },
      (error: unknown) => {
        setShown({ trouble: error instanceof Error ? error.message : "网关没有说明原因", of: response });
      },
    );
  };
  return { ...(shown.of === response ? shown : {}), ask };
}
