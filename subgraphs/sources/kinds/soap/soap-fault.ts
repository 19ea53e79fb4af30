import { at } from "../../reading/requested/answered-rows.ts";

/** A fault as `soap` raises it: what stood in the body of the answer. */
export function faultOf(error: unknown): unknown {
  const root: unknown = error instanceof Error && "root" in error ? error.root : undefined;
  return at(root, "Envelope.Body.Fault");
}

const localName = (code: string): string => code.slice(code.lastIndexOf(":") + 1);

const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).filter((one): one is string => typeof one === "string");
};

/**
 * Whether a fault says that there are no rows. Its code is compared (of SOAP 1.1; code and subcode of 1.2), and the texts that stand directly in
 * its detail or in the only element there: many a service has one code for everything.
 * @param codes those that the source's file states
 */
export function isNone(fault: unknown, codes: readonly string[]): boolean {
  const stated = ["faultcode", "Code.Value", "Code.Subcode.Value"].flatMap((path) =>
    textsIn(at(fault, path)).map(localName),
  );
  const details = ["detail", "Detail"].flatMap((path) => {
    const detail = at(fault, path);
    const inside = typeof detail === "object" && detail !== null ? Object.values(detail) : [];
    return [...textsIn(detail), ...(inside.length === 1 ? textsIn(inside[0]) : [])];
  });
  return [...stated, ...details].some((code) => codes.includes(code.trim()));
}
