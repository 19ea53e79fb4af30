import { type GraphiQLPlugin, useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import type { Fetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import { type ReactNode, useEffect, useState, useSyncExternalStore } from "react";
import { AnswerPanel } from "./answer/answer-panel.tsx";
import { Hub, type HubParts } from "./hub.ts";
import { FollowTab, NextStepButton } from "./life/follow-steps.tsx";
import { OperationsPanel } from "./life/operations-panel.tsx";
import { IdentityBar } from "./identity/identity-bar.tsx";
import type { ApplyLink } from "./life/application-form.ts";
import { FollowLink } from "./life/open-application.tsx";
import type { TabSet } from "./tabs/tab-sets.ts";
import { TabStorage } from "./tabs/tab-storage.ts";
import { TabTitles } from "./tabs/graphiql-tabs.tsx";
import { activeTab, openSet, readTabs, setOf } from "./tabs/tabs.ts";
import { Mishap } from "./mishap.tsx";
import type { Session } from "./identity/session.ts";

interface PlaygroundProps {
  readonly hub: HubParts;
  readonly fetcher: Fetcher;
  readonly plugins: GraphiQLPlugin[];
  readonly sets: readonly [TabSet, ...TabSet[]];
  /** The link of a denied field by which the page was opened. */
  readonly link: ApplyLink | "unreadable" | undefined;
}

/** The page: a bar that says who asks and for what, and GraphiQL with one set of operations as its tabs. */
export function Playground({ sets, hub, link: opened, ...rest }: PlaygroundProps) {
  const [link, setLink] = useState(opened);
  const [generation, setGeneration] = useState(() => openTabs(sets));
  const show = (set: TabSet) => {
    generation.storage.close();
    setGeneration(openTabs(sets, set));
  };
  return (
    <Hub value={hub}>
      <div className="hub-page">
        <header className="hub-bar">
          <h1>
            沙澧数据共享枢纽 <small>Playground</small>
          </h1>
          <SetButtons sets={sets} shown={generation.set} show={show} />
          <IdentityBar session={hub.session} />
        </header>
        <Mishap
          key={generation.number}
          action="放弃保存的标签页，重新打开"
          mend={() => {
            generation.storage.clear();
            show(sets[0]);
          }}
        >
          <Editor hub={hub} generation={generation} {...rest}>
            {link && (
              <FollowLink
                link={link}
                followed={() => {
                  setLink(undefined);
                }}
              />
            )}
          </Editor>
        </Mishap>
      </div>
    </Hub>
  );
}

interface SetButtonsProps {
  readonly sets: readonly TabSet[];
  readonly shown: TabSet;
  readonly show: (set: TabSet) => void;
}

function SetButtons({ sets, shown, show }: SetButtonsProps) {
  return (
    <nav className="hub-sets" aria-label="演示">
      {sets.map((set) => (
        <button
          key={set.title}
          type="button"
          aria-pressed={set === shown}
          title={`${set.hint}。打开时恢复成最初的样子；自己的标签页保留`}
          onClick={() => {
            show(set);
          }}
        >
          {set.title}
        </button>
      ))}
    </nav>
  );
}

/** One life of GraphiQL: it reads its tabs only when it starts, so showing another set starts another. */
interface Generation {
  readonly number: number;
  readonly set: TabSet;
  readonly storage: TabStorage;
  readonly query: string;
  readonly variables: string;
}

let generations = 0;

/** Puts the tabs where GraphiQL looks for them: those of a set, or of the last visit, or of the first set. */
function openTabs(sets: PlaygroundProps["sets"], wanted?: TabSet): Generation {
  const storage = new TabStorage();
  const stored = readTabs(storage.getItem("graphiql:tabState"));
  const set = wanted ?? (stored === undefined ? sets[0] : setOf(stored, sets));
  const tabs = stored === undefined || wanted !== undefined ? openSet(set, sets, stored) : stored;
  storage.setItem("graphiql:tabState", JSON.stringify(tabs));
  const { query, variables } = activeTab(tabs);
  return { number: ++generations, set, storage, query: query ?? "", variables: variables ?? "" };
}

interface EditorProps extends Omit<PlaygroundProps, "sets" | "link"> {
  readonly generation: Generation;
  /** Stands below the answer. */
  readonly children: ReactNode;
}

function Editor({ hub, fetcher, plugins, generation, children }: EditorProps) {
  return (
    <GraphiQL
      fetcher={fetcher}
      storage={generation.storage}
      initialQuery={generation.query}
      initialVariables={generation.variables}
      plugins={plugins}
      isHeadersEditorEnabled={false}
      shouldPersistHeaders={false}
      showPersistHeadersSettings={false}
      defaultEditorToolsVisibility="variables"
    >
      <GraphiQL.Logo>
        <></>
      </GraphiQL.Logo>
      <GraphiQL.Footer>
        <AnswerPanel />
        <OperationsPanel />
        <NextStepButton />
        {children}
      </GraphiQL.Footer>
      <FollowTab session={hub.session} />
      <Introspect session={hub.session} />
      <TabTitles tabs={hub.shipped} />
    </GraphiQL>
  );
}

/** Milliseconds without another change, so that a token typed by hand is tried once. */
const PAUSE = 400;

/** Asks for the schema again when the caller changes, as long as no caller so far was allowed to read it. */
function Introspect({ session }: { readonly session: Session }) {
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
