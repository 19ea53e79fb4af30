import { expect, test } from "@jest/globals";
import { CompactRange } from "./proof/compact-range.ts";
import { checkpointText } from "./checkpoint.ts";
import { cosignatureVerifier, cosignerOf } from "./cosignature.ts";
import { hashOfOrigin, hasherFor } from "./hasher.ts";
import { COSIGNATURE, ed25519Signer, ed25519Verifier, generateKey } from "./key.ts";
import { signatureLine, signNote } from "./note.ts";
import { inclusionProof } from "./proof/proof.ts";
import { receiptText, verifyReceipt } from "./receipt.ts";

function issue(origin: string) {
  const key = generateKey(origin);
  const witness = generateKey("witness.example", COSIGNATURE);
  const hasher = hasherFor(hashOfOrigin(origin));
  const nodes = new Map<string, Buffer>();
  const range = new CompactRange(hasher);
  for (let i = 0; i < 300; i++) {
    range.append(hasher.leaf(Buffer.from(`{"n":${i}}`)), (level, index, hash) => nodes.set(`${level}/${index}`, hash));
  }
  const read = ({ level, index }: { level: number; index: number }) =>
    nodes.get(`${level}/${index}`) ?? Buffer.alloc(0);
  const body = checkpointText({ origin, size: 300, root: range.root() });
  const note = signNote(body, [ed25519Signer(key.secret)]);
  const cosigned = note + signatureLine(cosignerOf(witness.secret).cosign(body, 1));
  const receipt = (checkpoint: string) =>
    receiptText({
      index: 257,
      leaf: Buffer.from('{"n":257}'),
      proof: inclusionProof(hasher, read, 257, 300),
      checkpoint,
    });
  return {
    receipt: receipt(note),
    cosigned: receipt(cosigned),
    log: [ed25519Verifier(key.verifier)],
    witnesses: [cosignatureVerifier(witness.verifier)],
  };
}

test.each(["hub.example/ledger", "hub.example/ledger/sm3"])(
  "a receipt of %s verifies with the public key alone",
  (origin) => {
    const { receipt, log } = issue(origin);
    expect(verifyReceipt(receipt, { log })).toMatchObject({ ok: true, index: 257, leaf: '{"n":257}' });
  },
);

test("a witness that is asked for must have cosigned", () => {
  const { receipt, cosigned, log, witnesses } = issue("hub.example/ledger");
  expect(verifyReceipt(cosigned, { log, witnesses })).toMatchObject({ ok: true });
  expect(verifyReceipt(receipt, { log, witnesses })).toEqual({ ok: false, reason: "WITNESS" });
});

test("another leaf, another index, another log, a torn file: each is told apart", () => {
  const { receipt, log } = issue("hub.example/ledger");
  const leaf = (text: string) => Buffer.from(text).toString("base64");
  const edited = receipt.replace(leaf('{"n":257}'), leaf('{"n":258}'));
  expect(verifyReceipt(edited, { log })).toEqual({ ok: false, reason: "PROOF" });
  expect(verifyReceipt(receipt.replace("index 257", "index 258"), { log })).toEqual({ ok: false, reason: "PROOF" });
  expect(verifyReceipt(receipt, { log: issue("hub.example/ledger").log })).toEqual({ ok: false, reason: "SIGNATURE" });
  expect(verifyReceipt(receipt.slice(0, 200), { log })).toEqual({ ok: false, reason: "MALFORMED" });
  expect(verifyReceipt("", { log })).toEqual({ ok: false, reason: "MALFORMED" });
});
