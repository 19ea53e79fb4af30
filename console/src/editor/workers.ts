import EditorWorker from "monaco-editor/esm/vs/editor/editor.worker.js?worker";
import JsonWorker from "monaco-editor/esm/vs/language/json/json.worker.js?worker";
import GraphQLWorker from "monaco-graphql/esm/graphql.worker.js?worker";

/** The editor's background workers, each from our own origin and each loaded only when the editor first asks for it. */
function getWorker(_id: string, label: string): Worker {
  switch (label) {
    case "graphql":
      return new GraphQLWorker();
    case "json":
      return new JsonWorker();
    default:
      return new EditorWorker();
  }
}

Object.assign(globalThis, { MonacoEnvironment: { getWorker } });
