import { createPrivateKey, X509Certificate, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import { CommandMistake } from "./command-line.ts";
import { readPrivate } from "./read-private.ts";

/** Files (PEM) with which one end speaks TLS. */
export interface TlsFiles {
  /** Its certificate, followed by those between it and its authority. */
  readonly cert?: string;
  /** The certificate's key, readable by its owner alone. */
  readonly key?: string;
  /** The authorities whose certificates the other end may have; the system's where none are named. */
  readonly ca?: string;
}

/** What those files hold, as `node:tls` takes it. */
export interface Certificates extends TlsFiles {
  /** The end of the first of the certificates to end, in milliseconds; absent where there is none of its own. */
  readonly expires?: number;
}

/** Certificates as they are now. */
export interface FollowedCertificates {
  readonly now: () => Certificates;
  /** Calls back with each later ones; the result takes the listener out again. */
  readonly onChange: (listener: (certificates: Certificates) => void) => () => void;
  /** Looks at the files at once, as SIGHUP asks. */
  readonly readAgain: () => void;
  readonly close: () => void;
}

const day = (time: number): string => new Date(time).toISOString().replace(/\.\d+/, "");

const certificatesIn = (path: string, text: string): readonly [X509Certificate, ...X509Certificate[]] => {
  const [first, ...others] = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (first === undefined) throw new Error(`${path} holds no certificate in PEM.`);
  try {
    return [new X509Certificate(first), ...others.map((pem) => new X509Certificate(pem))];
  } catch {
    throw new Error(`${path} holds a certificate that cannot be read.`);
  }
};

/** The end of the first to end. @throws when one is not in force */
const endOf = (path: string, certificates: readonly X509Certificate[], now: number): number => {
  const begin = Math.max(...certificates.map(({ validFrom }) => Date.parse(validFrom)));
  const end = Math.min(...certificates.map(({ validTo }) => Date.parse(validTo)));
  if (end <= now) throw new Error(`${path} expired on ${day(end)}.`);
  if (begin > now) throw new Error(`${path} is valid from ${day(begin)} only.`);
  return end;
};

const keyIn = (path: string, text: string): KeyObject => {
  try {
    return createPrivateKey(text);
  } catch {
    throw new Error(`${path} holds no private key in PEM, without a passphrase.`);
  }
};

const own = (certPath: string, keyPath: string, now: number): Certificates => {
  const [cert, key] = [readFileSync(certPath, "utf8"), readPrivate(keyPath)];
  const chain = certificatesIn(certPath, cert);
  if (!chain[0].checkPrivateKey(keyIn(keyPath, key))) throw new Error(`${keyPath} is not the key of ${certPath}.`);
  return { cert, key, expires: endOf(certPath, chain, now) };
};

const authorities = (path: string, now: number): Certificates => {
  const ca = readFileSync(path, "utf8");
  const certificates = certificatesIn(path, ca);
  if (certificates.some((one) => !one.ca))
    throw new Error(`${path} is no authority's certificate: nothing can be issued by it.`);
  endOf(path, certificates, now);
  return { ca };
};

/** Reads the files. @throws with one clear line when they cannot be used now */
export function readCertificates({ cert, key, ca }: TlsFiles, now: number): Certificates {
  return {
    ...(cert === undefined || key === undefined ? {} : own(cert, key, now)),
    ...(ca === undefined ? {} : authorities(ca, now)),
  };
}

/** Milliseconds between two looks at the files. Looking works where events do not: network mounts, mounted secrets. */
const INTERVAL = 2_000;

/**
 * Certificates whose files are looked at every two seconds, so that they change without a restart. Files that cannot be used leave the
 * last good ones in force; the reason is reported, once. @throws when the first reading fails
 */
export function followCertificates(
  files: TlsFiles,
  report: (problem: string) => void,
  interval = INTERVAL,
): FollowedCertificates {
  let current = readCertificates(files, Date.now());
  let told = "";
  const listeners = new Set<(certificates: Certificates) => void>();
  const isCurrent = ({ cert, key, ca }: Certificates): boolean =>
    cert === current.cert && key === current.key && ca === current.ca;
  const readAgain = (): void => {
    try {
      const next = readCertificates(files, Date.now());
      told = "";
      if (isCurrent(next)) return;
      current = next;
      for (const listener of listeners) listener(next);
    } catch (error) {
      const problem = error instanceof Error ? error.message : "unreadable";
      if (problem !== told) report(problem);
      told = problem;
    }
  };
  const timer = setInterval(readAgain, interval).unref();
  return {
    now: () => current,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    readAgain,
    close: () => {
      clearInterval(timer);
    },
  };
}

/** Whether the certificate of one's own is in force; undefined where there is none. */
export function inForce({ now }: FollowedCertificates): "up" | "expired" | undefined {
  const { expires } = now();
  if (expires === undefined) return undefined;
  return expires > Date.now() ? "up" : "expired";
}

/** The flags by which a process of the hub is given certificates. */
export const TLS_FLAGS = {
  "tls-cert": { type: "string" },
  "tls-key": { type: "string" },
  "tls-ca": { type: "string" },
} as const;

/** What `--tls-cert`, `--tls-key` and `--tls-ca` name; undefined where none of them does. @throws CommandMistake over half of a pair */
export function tlsFilesIn(values: Readonly<Partial<Record<keyof typeof TLS_FLAGS, string>>>): TlsFiles | undefined {
  const { "tls-cert": cert, "tls-key": key, "tls-ca": ca } = values;
  if (cert !== undefined && key === undefined) throw new CommandMistake("--tls-cert without --tls-key.");
  if (cert === undefined && key !== undefined) throw new CommandMistake("--tls-key without --tls-cert.");
  if (cert === undefined && ca === undefined) return undefined;
  return {
    ...(cert === undefined || key === undefined ? {} : { cert, key }),
    ...(ca === undefined ? {} : { ca }),
  };
}
