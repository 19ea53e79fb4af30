import type { DemoIdentity } from "../identity/demo-identity.ts";

/** What the link of a denied field asks for. */
export interface ApplyLink {
  /** `Type.field`. */
  readonly coordinate: string;
  /** Code; empty where the link names none. */
  readonly purpose: string;
}

const COORDINATE = /^[_A-Za-z]\w{0,127}\.[_A-Za-z]\w{0,127}$/;
const PURPOSE = /^[\w.-]{0,64}$/;

/**
 * Reads `/apply?coordinate=…&purpose=…`, the link that every denied field carries. Whoever made the link chose its words, so
 * nothing but names gets through: "unreadable" otherwise. undefined at every other address.
 */
export function readApplyLink(href: string): ApplyLink | "unreadable" | undefined {
  const { pathname, searchParams } = new URL(href);
  if (pathname !== "/apply") return undefined;
  const coordinate = searchParams.get("coordinate") ?? "";
  const purpose = searchParams.get("purpose") ?? "";
  return COORDINATE.test(coordinate) && PURPOSE.test(purpose) ? { coordinate, purpose } : "unreadable";
}

/** The demo app whose own purpose this is: a link says what was asked for, not by whom. */
export function appOfPurpose(
  identities: readonly DemoIdentity[] | undefined,
  purpose: string,
): DemoIdentity | undefined {
  return identities?.find(({ purposes }) => purposes[0]?.code === purpose);
}
