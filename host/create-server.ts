import { constants } from "node:crypto";
import { createServer as createPlainServer, type RequestListener, type Server, type ServerOptions } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { TLSSocket } from "node:tls";
import type { Certificates, FollowedCertificates } from "./certificates.ts";

/** Milliseconds for a handshake. */
const HANDSHAKE = 5_000;

/** Milliseconds that a client whose certificate is not accepted has to hear of it. */
const LAST_WORDS = 1_000;

/** The header by which such a client is told; the value is always the same. */
export const CERTIFICATE_REFUSED_HEADER = "hub-certificate-refused";

/** Nothing that such a client sends is read: at its first byte it is told, and the connection ends. */
const refuse = (socket: TLSSocket): void => {
  setTimeout(() => socket.destroy(), LAST_WORDS).unref();
  socket.on("error", () => undefined).on("data", () => undefined);
  socket.once("data", () => {
    socket.end(
      `HTTP/1.1 403 Forbidden\r\n${CERTIFICATE_REFUSED_HEADER}: true\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`,
    );
  });
};

/** A session that is taken up again shows no certificate, and OpenSSL does not ask: where clients show one, each connection begins anew. */
const contextOf = (certificates: Certificates) => ({
  ...certificates,
  ...(certificates.ca === undefined ? {} : { secureOptions: constants.SSL_OP_NO_TICKET }),
});

const isAccepted = (socket: TLSSocket): boolean =>
  socket.authorized && !socket.isSessionReused() && socket.getPeerX509Certificate() !== undefined;

/** Certificates of a server, and who hears of clients without one. */
export interface ServerCertificates {
  readonly certificates: FollowedCertificates | undefined;
  /** Told why a client is refused, by OpenSSL's code: no certificate is UNABLE_TO_GET_ISSUER_CERT. */
  readonly onRefused?: ((code: string) => void) | undefined;
}

/**
 * A server of node's: over TLS where there are certificates, whose later ones are for new connections, and none is closed. Where authorities
 * are named, a client without a certificate of theirs that is good for clients is refused before anything reads what it asks. Node's own
 * refusal would close the connection without a word.
 */
export function createServer(
  { certificates, onRefused }: ServerCertificates,
  options: ServerOptions = {},
  listener?: RequestListener,
): Server {
  if (certificates === undefined) return createPlainServer(options, listener);
  const demandsClient = certificates.now().ca !== undefined;
  const server = createTlsServer(
    {
      ...options,
      ...contextOf(certificates.now()),
      handshakeTimeout: HANDSHAKE,
      requestCert: demandsClient,
      rejectUnauthorized: false,
    },
    listener,
  );
  if (demandsClient) {
    const accepted = server.listeners("secureConnection") as ((this: Server, socket: TLSSocket) => void)[];
    server.removeAllListeners("secureConnection").on("secureConnection", (socket: TLSSocket) => {
      if (isAccepted(socket)) {
        for (const accept of accepted) accept.call(server, socket);
        return;
      }
      // Node's type says Error; it is the code.
      onRefused?.(String(socket.authorizationError));
      refuse(socket);
    });
  }
  const forget = certificates.onChange((changed) => {
    server.setSecureContext(contextOf(changed));
  });
  server.once("close", forget);
  return server;
}

/** The origin of what listens there, as others reach it. */
export function originOf(host: string, port: number, certificates: FollowedCertificates | undefined): string {
  return `${certificates === undefined ? "http" : "https"}://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
