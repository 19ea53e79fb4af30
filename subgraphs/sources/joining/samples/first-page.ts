import type { PlannedRequest } from "../../reading/requested/plan-requests.ts";
import type { Part, SampledTable, Written } from "../sample.ts";

const isPart = (value: Written | undefined): value is Part => typeof value === "object" && !Array.isArray(value);

const textOf = (value: Written | undefined): string => (typeof value === "object" ? "" : String(value ?? ""));

/** The request that brings the first rows of a table, by what is proposed of its requests. */
export function firstPage({ from, requests = {} }: SampledTable): PlannedRequest {
  const { pages, query } = requests;
  const fixed = isPart(query) ? Object.entries(query).map(([name, value]) => [name, textOf(value)] as const) : [];
  const placed: (readonly [string, string])[] = [];
  if (isPart(pages)) {
    const { number, offset, size, of } = pages;
    if (typeof number === "string") placed.push([number, "1"]);
    if (typeof offset === "string") placed.push([offset, "0"]);
    if (typeof size === "string") placed.push([size, textOf(of)]);
  }
  return { path: from, query: [...fixed, ...placed], rows: undefined, paged: false };
}
