import type { CatalogItem } from "../../../schema/catalog/catalog-item.ts";
import type { CatalogueView } from "./catalogue-view.ts";

/** Conditions of a search in the catalogue; one that is left out does not narrow. */
export interface CatalogueQuestion {
  readonly owner?: string | null | undefined;
  readonly share?: string | null | undefined;
  readonly theme?: string | null | undefined;
  /** Words in Chinese or of coordinates, separated by blanks: all of them must be met. */
  readonly search?: string | null | undefined;
}

const normal = (text: string): string => text.normalize("NFKC").toLowerCase();

/** Pairs of neighbouring characters: Chinese has no blanks to cut at. */
const bigrams = (text: string): readonly string[] =>
  Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2));

const NEAR = 0.6;

/** Score of a word: met literally in the name, the dataset or elsewhere, or by most of its pairs. */
const scoreOf = (word: string, fields: readonly string[]): number => {
  const at = fields.findIndex((field) => field.includes(word));
  if (at >= 0) return 10 - 2 * at + (fields[at] === word ? 5 : 0);
  const pairs = /\p{Script=Han}/u.test(word) ? bigrams(word) : [];
  if (pairs.length < 2) return 0;
  const text = fields.join(" ");
  const met = pairs.filter((pair) => text.includes(pair)).length / pairs.length;
  return met >= NEAR ? met : 0;
};

const rank = (view: CatalogueView, words: readonly string[], item: CatalogItem): number => {
  const dataset = view.typeNames.get(item.typeName) ?? "";
  const fields = [item.description ?? "", dataset, item.coordinate, item.basis ?? "", item.theme ?? ""].map(normal);
  const scores = words.map((word) => scoreOf(word, fields));
  return scores.includes(0) ? 0 : scores.reduce((sum, score) => sum + score, 0);
};

/** Items that answer a question, best first, then by coordinate. Pure. */
export function searchCatalogue(view: CatalogueView, question: CatalogueQuestion): readonly CatalogItem[] {
  const { owner, share, theme, search } = question;
  const kept = view.items.filter(
    (item) =>
      (!owner || item.owners.includes(owner) || item.owner === owner) &&
      (!share || item.share === share) &&
      (!theme || item.theme === theme),
  );
  const words = normal(search ?? "")
    .split(/[\s，,、]+/u)
    .filter((word) => word !== "");
  if (words.length === 0) return kept;
  return kept
    .map((item) => ({ item, score: rank(view, words, item) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item);
}
