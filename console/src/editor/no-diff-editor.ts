/** Stands where the editor's two diff widgets would be: the playground compares nothing. */
function NoDiffEditor(): never {
  throw new Error("The playground has no diff editor");
}

export { NoDiffEditor as DiffEditorWidget, NoDiffEditor as MultiDiffEditorWidget };
