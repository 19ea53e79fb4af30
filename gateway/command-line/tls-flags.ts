import type { Logger } from "pino";
import { CommandMistake } from "../../host/command-line.ts";
import { followCertificates, tlsFilesIn, type FollowedCertificates, type TlsFiles } from "../../host/certificates.ts";
import type { Arguments } from "./arguments.ts";

/** The files of a gateway's two ends: towards apps, and towards departments. */
export interface TlsFlags {
  readonly server: TlsFiles | undefined;
  readonly client: TlsFiles | undefined;
}

/** A gateway's certificates as they are now. */
export interface GatewayTls {
  readonly server?: FollowedCertificates;
  readonly client?: FollowedCertificates;
  /** Looks at every file at once. */
  readonly readAgain: () => void;
}

/**
 * The gateway shows departments the certificate that it serves with, unless it is given another; `--tls-ca` is for departments alone, and
 * asks no app for a certificate. @throws CommandMistake
 */
export function tlsFlagsOf(values: Arguments): TlsFlags {
  const { "tls-client-cert": clientCert, "tls-client-key": clientKey } = values;
  const { ca, ...served } = tlsFilesIn(values) ?? {};
  if ((clientCert === undefined) !== (clientKey === undefined))
    throw new CommandMistake("--tls-client-cert and --tls-client-key go together.");
  const shown = clientCert === undefined || clientKey === undefined ? served : { cert: clientCert, key: clientKey };
  const client = { ...shown, ...(ca === undefined ? {} : { ca }) };
  return {
    server: served.cert === undefined ? undefined : served,
    client: Object.keys(client).length === 0 ? undefined : client,
  };
}

/** Reads the certificates, and follows their files. @throws with one clear line when they cannot be used */
export function openTls({ server, client }: TlsFlags, logger: Logger): GatewayTls {
  const follow = (files: TlsFiles): FollowedCertificates =>
    followCertificates(files, (problem) => {
      logger.error({ problem }, "The certificates' files cannot be used: the last good ones stay.");
    });
  const tls = {
    ...(server === undefined ? {} : { server: follow(server) }),
    ...(client === undefined ? {} : { client: follow(client) }),
  };
  return {
    ...tls,
    readAgain: () => {
      for (const followed of Object.values(tls)) followed.readAgain();
    },
  };
}
