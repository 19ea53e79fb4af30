import { expect, test } from "@jest/globals";
import { sealLeaf } from "./leaf.ts";
import type { DisclosureRecord } from "./record.ts";
import { sampleRecord } from "./tests/sample-record.ts";
import { hasherFor } from "./tree/hasher.ts";

const AT = Date.UTC(2026, 10, 24, 3, 18, 0, 123);
const FIXED = {
  traceId: "0af7651916cd43dd8448eb211c80319c",
  argumentCommitments: [{ argument: "number", commitment: "c0" }],
};
const EMPTY = { coordinates: [], derived: [], argumentCommitments: [], subjects: [], divisions: [] } as const;
const people = (count: number) => Array.from({ length: count }, (_, i) => ({ type: "Person", pseudonym: `p${i}` }));

const RECORDS: readonly (readonly [string, Partial<DisclosureRecord>])[] = [
  ["a disclosure", {}],
  [
    "nobody and nothing",
    {
      ...EMPTY,
      app: null,
      department: null,
      officer: null,
      purpose: null,
      grantHash: null,
      policyVersion: null,
      operationHash: null,
    },
  ],
  ["empty words", { ...EMPTY, app: "", officer: "", covert: "" }],
  ["quotes, backslashes, Chinese", { officer: 'a"b\\c', purpose: "欠薪预警 — 𠮷", divisions: ["411102", "411103"] }],
  ["a covert one", { covert: "case-7", decision: "RELEASED" }],
  [
    "its lifting",
    {
      ...EMPTY,
      kind: "workflow",
      decision: "RECORDED",
      change: { what: "covert-lift", id: "case-7", before: null, after: null },
    },
  ],
  [
    "a change",
    {
      ...EMPTY,
      kind: "grant-change",
      decision: "RECORDED",
      change: { what: "grant", id: "g1", before: "a", after: "b" },
    },
  ],
  ["100 subjects", { subjects: people(100) }],
  ["101 subjects", { subjects: people(101) }],
  ["a long latency", { latencyMs: 123456.7891, rowCount: 1_000_000 }],
];

/** Hashes that leaves of these records had before one descriptor wrote them: what is in a log keeps its bytes. */
const VECTORS: Readonly<Record<string, Readonly<Record<"sha256" | "sm3", string>>>> = {
  "a disclosure": {
    sha256: "1e10672ff296f6e1367e2b4bdd823568f1a4802da5bc1e6e42b350db595c980d",
    sm3: "a201f540d322bea96c698593423263f2514c7132fd2d95ece6d83690e267f56c",
  },
  "nobody and nothing": {
    sha256: "19091ce48cbf9ac9e40a1b6e9cae3e838c2e9c8e55163eacf9675197bcd3bf4e",
    sm3: "82689d2e977981bdf865883e2856fcb78512209da087180e38d41224b3929f39",
  },
  "empty words": {
    sha256: "e40457c6bba0e64c7f1f36e929b8955eec0b16b061a0388d362f96ff5bc44012",
    sm3: "359c11a6f986489ada657cb6f3ad3ba42e329fac8d2aa24f7ed62827c7915903",
  },
  "quotes, backslashes, Chinese": {
    sha256: "6a8faf40b2f591a550135feabfde8efbeafbe25226eda04311dd4ecd41a873d0",
    sm3: "cf3b0b317da9354e60ee6a9b796f5b23b1f73c5bd290b9185587393e0618bb09",
  },
  "a covert one": {
    sha256: "57230640d9ae43baa27cc20dd47012f677526bfe3572f05f3513c094435d8974",
    sm3: "a9b0d0a1af22bf4be93e1d606ee760cb42fc37ad82b4538504030290f94a7b86",
  },
  "its lifting": {
    sha256: "a84c4069b68a8111b1747ac868ce70ec578da568c40376e1631d7166cad298eb",
    sm3: "2347b961ba248d35acc2649f4004456cec522ea37b38d8c4d6cc8878d888fd0c",
  },
  "a change": {
    sha256: "8fe8f2b8cec8464e7d108657ef09e8793e5842d86688b9b75afcd93ea3d4fe0f",
    sm3: "2eafb64a3b2eb5fa89e294b75a570c60e6d134c5c89737638bb7dcb24107055e",
  },
  "100 subjects": {
    sha256: "eb26a721762fe992f0306184c89a1998a4ac56f86ebf2c80087d14b35a0e7aaf",
    sm3: "aeb36aae8e812f4e3082a34a1dbe888b248b474d39b587c275325add5b3f3639",
  },
  "101 subjects": {
    sha256: "c0f35125f43e99bf061f8892eac034c9eb1cdf08d86d3ac1a4b1b7257da42057",
    sm3: "d8f069cea1a6dfda130e72f535d4f2a46eedbd4749c36d4982a634e836ff6944",
  },
  "a long latency": {
    sha256: "9cdbf11513447de6f27a800adbe6fde4feea6e6dad47184182318fa3d6005864",
    sm3: "5bcbfc929ae2d1aa1aeeaee62005e5f1cc0ab35082526f7fe4a4894105d06cba",
  },
};

test.each(RECORDS)("the leaf of %s has the bytes that it always had", (name, part) => {
  const hashes = Object.fromEntries(
    (["sha256", "sm3"] as const).map((hash) => {
      const { id, bytes } = sealLeaf(sampleRecord({ ...FIXED, ...part }, AT), hasherFor(hash));
      const text = bytes.toString().replace(`"id":"${id}"`, '"id":"AAAAAAAAAAAAAAAAAAAAAA"');
      return [hash, hasherFor(hash).leaf(Buffer.from(text)).toString("hex")];
    }),
  );
  expect(hashes).toEqual(VECTORS[name]);
});
