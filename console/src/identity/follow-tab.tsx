import { useGraphiQL } from "@graphiql/react";
import { useEffect } from "react";
import { askedBy } from "../questions/asked-by.ts";
import type { Session } from "./session.ts";

/** Tells the session which tab is open, so that each question is asked by the app that usually asks it. */
export function FollowTab({ session }: { readonly session: Session }) {
  const id = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.id ?? "");
  const query = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.query ?? "");
  useEffect(() => {
    session.enterTab(id, askedBy(query));
  }, [session, id, query]);
  return null;
}
