import { builder } from "./builder.ts";
import { demand, sharingError } from "./errors.ts";

/** A document that is kept elsewhere: its number, and the hash by which anybody can tell it again. */
export interface DocumentReference {
  readonly reference: string;
  readonly sha256: string;
}

export const DocumentInput = builder.inputType("DocumentInput", {
  description: "文书：只登记文号与文件的 SHA-256，不登记文件本身",
  fields: (t) => ({
    reference: t.string({ required: true, description: "文号或存档编号" }),
    sha256: t.string({ required: true, description: "文件的 SHA-256（64 位十六进制小写）" }),
  }),
});

/** A required document. @throws HUB_APPLICATION_INVALID when its number is blank or its hash is none */
export const demandDocument = (name: string, document: DocumentReference): DocumentReference => {
  if (!/^[0-9a-f]{64}$/.test(document.sha256)) {
    throw sharingError("HUB_APPLICATION_INVALID", `${name}.sha256: expected 64 hexadecimal digits in small letters`);
  }
  return { reference: demand(`${name}.reference`, document.reference), sha256: document.sha256 };
};
