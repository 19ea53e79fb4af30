import { createHash } from "node:crypto";

/** An answer with its entity tag; 304 without a body for whoever has the very same already (RFC 9110, section 13.1.2). */
export const revalidated = (request: Request, body: Buffer, headers: Readonly<Record<string, string>>): Response => {
  const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
  const tagged = { ...headers, etag };
  if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers: tagged });
  return new Response(new Uint8Array(body), { headers: tagged });
};
