import type { HttpRequest } from "./http.ts";

/** Content codings (RFC 9110, section 8.4.1) that the gateway sends, best first. */
export const ENCODINGS = ["br", "gzip"] as const;
export type Encoding = (typeof ENCODINGS)[number];

const accepts = (header: string, encoding: Encoding): boolean =>
  header.split(",").some((part) => {
    const [name, ...parameters] = part.split(";").map((text) => text.trim().toLowerCase());
    return name === encoding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });

/** The best of these codings that a request takes; undefined: send it as it is. */
export function acceptedEncoding(
  { header }: Pick<HttpRequest, "header">,
  available: readonly Encoding[] = ENCODINGS,
): Encoding | undefined {
  const accepted = header("accept-encoding") ?? "";
  return available.find((encoding) => accepts(accepted, encoding));
}
