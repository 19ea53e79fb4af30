import { useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { useEffect, useSyncExternalStore } from "react";
import type { Session } from "./session.ts";

/** Milliseconds without another change, so that a token typed by hand is tried once. */
const PAUSE = 400;

/** Asks for the schema again when the caller changes, as long as no caller so far was allowed to read it. */
export function Introspect({ session }: { readonly session: Session }) {
  const { app, officer, token } = useSyncExternalStore(session.subscribe, session.current);
  const failed = useGraphiQL((state) => state.fetchError !== null);
  const actions = useGraphiQLActions();
  useEffect(() => {
    if (!failed) return;
    const timer = setTimeout(() => {
      void actions.introspect();
    }, PAUSE);
    return () => {
      clearTimeout(timer);
    };
    // `failed` is read and not waited for: a failure must not ask again by itself, only another caller does.
  }, [app, officer, token]);
  return null;
}
