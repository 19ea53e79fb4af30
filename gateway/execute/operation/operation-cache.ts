import type { DocumentNode } from "graphql";
import type { Enforcement } from "../enforcement.ts";
import { BoundedCache } from "../../operation/bounded-cache.ts";
import type { CompiledOperation } from "./compile-operation.ts";
import type { Conditions } from "../../operation/fold-conditions.ts";
import type { ReadOperation } from "../../operation/read-operation.ts";

/** What makes two requests the same operation: one shape of one document under one decision. */
export interface OperationKey {
  readonly read: ReadOperation;
  readonly conditions: Conditions;
  /** The active labels of progressive override. */
  readonly labels: string;
  readonly enforcement: Enforcement | undefined;
}

const textOf = (documentNumber: number, { read, conditions, labels, enforcement }: OperationKey): string => {
  const shape = [...conditions.values()].map((holds) => (holds ? "1" : "0")).join("");
  return `${documentNumber}|${read.operationName ?? ""}|${shape}|${labels}|${enforcement?.key ?? ""}`;
};

/** A compiled operation, or the one that is being compiled: requests that come meanwhile wait for the same. */
type Entry = CompiledOperation | Promise<CompiledOperation>;

/** Weight of an operation that is still being compiled, in bytes. */
const pendingWeight = 4_000;

/** Compiled operations, bounded by the memory that they take. Failures are not kept. */
export class OperationCache {
  readonly #entries: BoundedCache<Entry>;
  /** Documents are numbered, so that a key is text and does not keep a document alive. */
  readonly #numbers = new WeakMap<DocumentNode, number>();
  #documents = 0;

  constructor(bytes: number) {
    this.#entries = new BoundedCache(bytes);
  }

  /** The compiled operation, at once when there is one. */
  get(key: OperationKey, compile: (key: OperationKey) => Promise<CompiledOperation>): Entry {
    const text = textOf(this.#numberOf(key.read.document), key);
    const known = this.#entries.get(text);
    if (known !== undefined) return known;
    const compiling = compile(key);
    this.#entries.set(text, compiling, pendingWeight);
    compiling.then(
      (operation) => {
        this.#entries.set(text, operation, operation.weight);
      },
      () => {
        this.#entries.delete(text);
      },
    );
    return compiling;
  }

  #numberOf(document: DocumentNode): number {
    const known = this.#numbers.get(document);
    if (known !== undefined) return known;
    this.#numbers.set(document, this.#documents);
    return this.#documents++;
  }
}
