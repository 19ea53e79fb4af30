import type { ComponentPropsWithRef } from "react";
import { createElement } from "react";

/** Properties that only a dragging list understands. */
const DRAGGING = ["value", "values", "onReorder", "axis", "dragElastic", "dragConstraints"];

/** The properties that the page knows, so that React passes no unknown attribute to it. */
function plain(props: object): object {
  return Object.fromEntries(Object.entries(props).filter(([name]) => !DRAGGING.includes(name)));
}

/**
 * Stands where `framer-motion` would be: GraphiQL uses it only to drag its tabs into another order, and it would be
 * an eighth of the first script.
 */
export const Reorder = {
  Group: (props: ComponentPropsWithRef<"ul">) => createElement("ul", plain(props)),
  Item: (props: ComponentPropsWithRef<"li">) => createElement("li", plain(props)),
};

/** Stands where the editor's two diff widgets would be: the playground compares nothing. */
function NoDiffEditor(): never {
  throw new Error("The playground has no diff editor");
}

export { NoDiffEditor as DiffEditorWidget, NoDiffEditor as MultiDiffEditorWidget };
