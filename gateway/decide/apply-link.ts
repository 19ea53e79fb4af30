import { appliedFor, type Denial } from "../../schema/denial.ts";

/** The playground's path at which it opens the form of an application. */
export const PLAYGROUND_FORM = "/apply";

/** True when applications can be made there: an http(s) URL without credentials or fragment, or a path of this gateway. */
export function isApplyPlace(place: string): boolean {
  if (place.includes("#") || /[\s\\]/.test(place)) return false;
  if (place.startsWith("/")) return !place.startsWith("//");
  if (!URL.canParse(place)) return false;
  const { protocol, username, password } = new URL(place);
  return /^https?:$/.test(protocol) && username === "" && password === "";
}

/**
 * The link at which a developer applies for what a denied coordinate lacks; null for what is not shared, for which nobody can apply, and
 * where the gateway was not told of a place.
 */
export function applyLink(
  place: string | undefined,
  coordinate: string,
  purpose: string,
  denial: Denial,
): string | null {
  const lacking = appliedFor(coordinate, denial);
  if (place === undefined || lacking === null) return null;
  const asked = new URLSearchParams({ coordinate: lacking, ...(purpose ? { purpose } : {}) });
  return `${place}${place.includes("?") ? "&" : "?"}${asked.toString()}`;
}
