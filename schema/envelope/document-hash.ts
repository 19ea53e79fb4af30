import { createHash } from "node:crypto";

/** SHA-256 (base64url) of a fetch's query text, exactly as it is sent. */
export const documentHash = (query: string): string => createHash("sha256").update(query).digest("base64url");
