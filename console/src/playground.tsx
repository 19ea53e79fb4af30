import type { GraphiQLPlugin } from "@graphiql/react";
import type { Fetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import { useState } from "react";
import { AnswerPanel } from "./answer/answer-panel.tsx";
import { FollowTab } from "./identity/follow-tab.tsx";
import { IdentityBar } from "./identity/identity-bar.tsx";
import type { Session } from "./identity/session.ts";
import { Introspect } from "./identity/introspect.tsx";
import type { Question } from "./questions/question.ts";
import { TabStorage } from "./questions/tab-storage.ts";
import { TabTitles } from "./questions/tab-titles.tsx";
import { activeTab, readTabs, restoreQuestions } from "./questions/tabs.ts";

interface PlaygroundProps {
  readonly session: Session;
  readonly fetcher: Fetcher;
  readonly plugins: GraphiQLPlugin[];
  readonly questions: readonly Question[];
}

/** The page: a bar that says who asks and for what, and GraphiQL with the questions as its tabs. */
export function Playground({ questions, session, ...rest }: PlaygroundProps) {
  const [generation, setGeneration] = useState(() => openTabs(questions));
  const restore = () => {
    generation.storage.close();
    setGeneration(openTabs(questions, true));
  };
  return (
    <div className="hub-page">
      <header className="hub-bar">
        <h1>
          沙澧数据共享枢纽 <small>Playground</small>
        </h1>
        <IdentityBar session={session} />
        {questions.length > 0 && (
          <button type="button" onClick={restore} title="把六个问题恢复成最初的样子；自己的标签页保留">
            恢复六问
          </button>
        )}
      </header>
      <Editor key={generation.number} session={session} questions={questions} generation={generation} {...rest} />
    </div>
  );
}

/** One life of GraphiQL: it reads its tabs only when it starts, so restoring them starts another. */
interface Generation {
  readonly number: number;
  readonly storage: TabStorage;
  readonly query: string;
  readonly variables: string;
}

let generations = 0;

/** Puts the tabs where GraphiQL looks for them: those of the last visit, or the questions. */
function openTabs(questions: readonly Question[], restore = false): Generation {
  const storage = new TabStorage();
  const stored = readTabs(storage.getItem("graphiql:tabState"));
  const tabs = stored === undefined || restore ? restoreQuestions(questions, stored) : stored;
  storage.setItem("graphiql:tabState", JSON.stringify(tabs));
  const { query, variables } = activeTab(tabs);
  return { number: ++generations, storage, query: query ?? "", variables: variables ?? "" };
}

interface EditorProps extends PlaygroundProps {
  readonly generation: Generation;
}

function Editor({ session, fetcher, plugins, questions, generation }: EditorProps) {
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
      </GraphiQL.Footer>
      <FollowTab session={session} />
      <Introspect session={session} />
      <TabTitles questions={questions} />
    </GraphiQL>
  );
}
