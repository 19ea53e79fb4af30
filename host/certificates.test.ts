import { chmod, copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { certificateAuthority, type Authority, type Issued } from "../tests/fixtures/tls/certificate-authority.ts";
import { followCertificates, readCertificates, tlsFilesIn } from "./certificates.ts";

/** The certificates of one end, as files that somebody changes. */

const DAY = 86_400_000;

let folder: string;
let city: Authority;
let first: Issued;
let second: Issued;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "certificates-"));
  city = await certificateAuthority(folder, "city");
  [first, second] = await Promise.all([city.issue("first", 10), city.issue("second", 20)]);
});
afterAll(() => rm(folder, { recursive: true }));

const mistakeOf = (files: Parameters<typeof readCertificates>[0], now = Date.now()): string => {
  try {
    readCertificates(files, now);
    return "";
  } catch (error) {
    return (error as Error).message.replaceAll(`${folder}/`, "");
  }
};

test("a certificate is read with its key, its authority, and the day on which it ends", () => {
  const { cert, key, ca, expires = 0 } = readCertificates({ ...first, ca: city.cert }, Date.now());
  expect([cert, key, ca].map((pem) => pem?.split("\n")[0])).toEqual([
    "-----BEGIN CERTIFICATE-----",
    "-----BEGIN PRIVATE KEY-----",
    "-----BEGIN CERTIFICATE-----",
  ]);
  expect(Math.round((expires - Date.now()) / DAY)).toBe(10);
});

test("what cannot be used is told by its file: expired, not yet valid, another's key, a key that others read, no authority, no PEM", async () => {
  const open = join(folder, "open.key");
  await copyFile(first.key, open);
  await chmod(open, 0o640);
  const text = join(folder, "text.pem");
  await writeFile(text, "hello", { mode: 0o600 });
  expect([
    mistakeOf(first, Date.now() + 11 * DAY),
    mistakeOf(first, Date.now() - 2 * DAY),
    mistakeOf({ cert: first.cert, key: second.key }),
    mistakeOf({ cert: first.cert, key: open }),
    mistakeOf({ cert: text, key: first.key }),
    mistakeOf({ cert: first.cert, key: text }),
    mistakeOf({ ca: first.cert }),
    mistakeOf({ ca: city.cert }, Date.now() + 4000 * DAY),
    mistakeOf({ cert: join(folder, "nowhere.pem"), key: first.key }),
  ]).toEqual([
    expect.stringMatching(/^first\.pem expired on \d{4}-\d\d-\d\dT[\d:]+Z\.$/),
    expect.stringMatching(/^first\.pem is valid from \d{4}-\d\d-\d\dT[\d:]+Z only\.$/),
    "second.key is not the key of first.pem.",
    "open.key can be read by others; expected mode 0600",
    "text.pem holds no certificate in PEM.",
    "text.pem holds no private key in PEM, without a passphrase.",
    "first.pem is no authority's certificate: nothing can be issued by it.",
    expect.stringMatching(/^city\.pem expired on /),
    expect.stringMatching(/^ENOENT: .*nowhere\.pem/),
  ]);
});

test("flags that say half of it are refused", () => {
  const mistake = (values: Parameters<typeof tlsFilesIn>[0]) => {
    try {
      return tlsFilesIn(values);
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect([
    mistake({}),
    mistake({ "tls-cert": "c", "tls-key": "k", "tls-ca": "a" }),
    mistake({ "tls-cert": "c" }),
    mistake({ "tls-key": "k" }),
  ]).toEqual([
    undefined,
    { cert: "c", key: "k", ca: "a" },
    "--tls-cert without --tls-key.",
    "--tls-key without --tls-cert.",
  ]);
});

test("files are followed: a new pair is used once it is whole, and half of one leaves the last good one in force and is told once", async () => {
  const [cert, key] = [join(folder, "current.pem"), join(folder, "current.key")];
  await Promise.all([copyFile(first.cert, cert), copyFile(first.key, key)]);
  const told: string[] = [];
  const changes: number[] = [];
  const followed = followCertificates({ cert, key }, (problem) => told.push(problem), 600_000);
  followed.onChange(({ expires = 0 }) => changes.push(Math.round((expires - Date.now()) / DAY)));
  const before = followed.now();
  followed.readAgain();
  await copyFile(second.cert, cert);
  followed.readAgain();
  followed.readAgain();
  expect(followed.now()).toBe(before);
  await copyFile(second.key, key);
  followed.readAgain();
  followed.readAgain();
  expect([changes, told]).toEqual([[20], [`${key} is not the key of ${cert}.`]]);
  followed.close();
});

test("a change is seen without being told of", async () => {
  const [cert, key] = [join(folder, "seen.pem"), join(folder, "seen.key")];
  await Promise.all([copyFile(first.cert, cert), copyFile(first.key, key)]);
  const followed = followCertificates({ cert, key }, () => undefined, 5);
  const changed = new Promise((resolve) => followed.onChange(resolve));
  await Promise.all([copyFile(second.cert, cert), copyFile(second.key, key)]);
  await changed;
  expect(followed.now()).toEqual(readCertificates({ ...second }, Date.now()));
  followed.close();
});
