import { describe, expect, test } from "@jest/globals";
import { checkpointText } from "../tree/checkpoint.ts";
import { cosignatureVerifier, cosignerOf } from "../tree/cosignature.ts";
import { hasherFor } from "../tree/hasher.ts";
import { COSIGNATURE, ed25519Signer, generateKey } from "../tree/key.ts";
import { signatureLine, signNote } from "../tree/note.ts";
import { verifyCommand } from "./verify.ts";
import { judgeCosignatures, witnessBounds } from "./witness-bounds.ts";

const ORIGIN = "hub.example/ledger";
const log = generateKey(ORIGIN);
const witnesses = ["one", "two", "three"].map((name) => generateKey(`${name}.example`, COSIGNATURE));
const keys = witnesses.map(({ verifier }) => cosignatureVerifier(verifier));
const NOW = Date.UTC(2026, 10, 24, 12);
const HOUR = 3_600_000;

/** A checkpoint cosigned by so many witnesses at a time. */
function cosigned(size: number, time: number, count = 1): string {
  const text = checkpointText({ origin: ORIGIN, size, root: hasherFor("sha256").empty });
  const lines = witnesses.slice(0, count).map(({ secret }) => cosignerOf(secret).cosign(text, time / 1000));
  return signNote(text, [ed25519Signer(log.secret)]) + lines.map(signatureLine).join("");
}

const judge = (notes: readonly string[], quorum?: string, maxAge?: string) =>
  judgeCosignatures(notes, keys, witnessBounds(quorum, maxAge), {
    now: NOW,
    recordTime: () => Promise.resolve(NOW - 10 * HOUR),
  });

describe("L9: cosignatures", () => {
  test("size, age and number are told", async () => {
    expect(await judge([cosigned(7, NOW - 3 * HOUR, 2), cosigned(9, NOW - HOUR)], "2", "4h")).toEqual({
      flaws: [],
      lines: ["     7 leaves cosigned by 2 of 3 witnesses (one.example, two.example), 3.0 h ago"],
    });
  });

  test.each([
    ["of nothing", cosigned(0, NOW), "covers no record"],
    ["of 2001", cosigned(7, Date.UTC(2001, 0, 1)), "older than the records that it covers"],
    ["of 2096", cosigned(7, Date.UTC(2096, 0, 1)), "of the future"],
  ])("one %s is refused", async (_, note, flaw) => {
    expect((await judge([note])).flaws).toEqual([expect.stringContaining(flaw)]);
  });

  test("too old, too few, and one witness twice", async () => {
    expect((await judge([cosigned(7, NOW - 3 * HOUR)], undefined, "2h")).flaws).toEqual([
      expect.stringContaining("3.0 h old"),
    ]);
    const twice = cosigned(7, NOW - HOUR) + cosigned(7, NOW).split("\n").slice(-2).join("\n");
    expect((await judge([twice], "2")).flaws).toEqual([expect.stringContaining("1 of the 3 given witnesses")]);
    expect((await judge([], "1")).flaws).toEqual([expect.stringContaining("0 of the 3 given witnesses")]);
  });

  test.each([["0"], ["-1"], ["x"], ["100"]])("--quorum %s is no quorum", (quorum) => {
    expect(() => witnessBounds(quorum, undefined)).toThrow("--quorum");
  });

  test.each([["1"], ["h"], ["1y"], ["-1h"]])("--max-age %s is no age", (age) => {
    expect(() => witnessBounds(undefined, age)).toThrow("--max-age");
  });

  test.each([
    ["--bundle", "--search"],
    ["--url", "--sharing-key", log.verifier],
    ["--url", "--search"],
  ])("verify %s passes over no %s in silence", async (from, ...demand) => {
    const args = [from, "https://hub.example", "--log-key", log.verifier, ...demand];
    await expect(verifyCommand(args)).rejects.toThrow(`${String(demand[0])} is for the log's database`);
  });
});
