import { Kind, type DocumentNode, type ExecutionArgs } from "graphql";
import { contextOf } from "../context.ts";
import { rootFields } from "../operation/root-fields.ts";
import type { HubPlugin } from "../step.ts";
import { acceptedEncoding } from "./accepted-encoding.ts";
import { createCompress } from "./compress.ts";

/** Bytes below which compressing gains nothing: the answer fits one packet. */
const SMALLEST = 1_400;

/** Compressed schemas that are kept: a few tools, each with its own introspection, in two encodings. */
const KEPT = 8;

type Leaving = Parameters<NonNullable<HubPlugin["onResponse"]>>[0];

/** Whether none of a document's operations asks for anything but the schema. */
const asksSchemaOnly = (document: DocumentNode): boolean =>
  document.definitions.every(
    (node) =>
      node.kind !== Kind.OPERATION_DEFINITION || [...rootFields(document, node)].every((name) => name.startsWith("__")),
  );

/**
 * Compresses answers of pure introspection, which are the same for everybody and hold no secret.
 *
 * Answers with data MUST NOT be compressed: they mix what the caller wrote (aliases, arguments, errors that quote them) with
 * what the caller may not see of others, and the length of the compressed whole tells how alike the two are (BREACH, 2013;
 * RFC 9110 section 17.6 leaves it to the application). A batch with one such operation stays as it is, and so does whatever
 * was refused.
 */
export const compressSchema = (): HubPlugin => {
  const compress = createCompress(KEPT);
  const known = new WeakMap<DocumentNode, boolean>();
  const schemaOperations = new WeakMap<Request, number>();
  const send = async (leaving: Leaving): Promise<void> => {
    const { request, response } = leaving;
    const body = Buffer.from(await response.arrayBuffer());
    const { status, headers } = response;
    const encoding = body.length < SMALLEST ? undefined : acceptedEncoding(request);
    const sent = encoding === undefined ? body : await compress(body, encoding);
    const added = { vary: "accept-encoding", ...(encoding && { "content-encoding": encoding }) };
    for (const [name, value] of Object.entries(added)) headers.append(name, value);
    headers.set("content-length", String(sent.length));
    leaving.setResponse(
      new Response(new Uint8Array(sent), { status, headers: new Headers(Object.fromEntries(headers)) }),
    );
  };
  return {
    onExecute: ({ args }) => {
      const { document, contextValue } = args as ExecutionArgs;
      const isSchema = known.get(document) ?? asksSchemaOnly(document);
      known.set(document, isSchema);
      if (!isSchema) return;
      const { request } = contextOf(contextValue as object);
      schemaOperations.set(request, (schemaOperations.get(request) ?? 0) + 1);
    },
    onResponse: (leaving) => {
      const context = contextOf(leaving.serverContext);
      // Every operation of the request, refused ones included, has left an outcome.
      if (schemaOperations.get(context.request) !== context.outcomes.length || leaving.response.status !== 200)
        return undefined;
      return send(leaving);
    },
  };
};
