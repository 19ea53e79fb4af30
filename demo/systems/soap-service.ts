import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import type { IServices, Server } from "soap";
import { installed } from "../../host/installed.ts";
import { encodeGbk } from "./gbk.ts";
import { serveHttp, type ServedSystem } from "./serve.ts";

/** A SOAP service of the demo. */
interface SoapService {
  /** Its WSDL, from the root of the repository. */
  readonly wsdl: string;
  /** Path at which it answers. */
  readonly path: string;
  readonly services: IServices;
  /** Whether its answers are written in GBK. */
  readonly gbk?: boolean;
}

/** A fault as the server of `soap` tells it. */
export class ServiceFault extends Error {
  readonly Fault: object;

  constructor(faultcode: string, faultstring: string, code: string) {
    super(faultcode);
    this.Fault = { faultcode, faultstring, detail: { code } };
  }
}

/** Serves it by the server of `soap`, which is loaded when it is first asked. */
export async function serveSoap({ wsdl, path, services, gbk = false }: SoapService): Promise<ServedSystem> {
  const open = async (): Promise<Server> => {
    const [{ createServerless }, xml] = [await import("soap"), await readFile(installed(wsdl), "utf8")];
    return new Promise((ready, failed) => {
      const callback = (error: Error | null | undefined, server: Server): void => {
        if (error == null) ready(server);
        else failed(error);
      };
      createServerless({ path, services, xml, suppressStack: true, callback }).catch(failed);
    });
  };
  let opened: Promise<Server> | undefined;
  const answer = async (xml: string) => {
    const { statusCode, body } = await (await (opened ??= open())).processRequest(xml);
    return { status: statusCode, body };
  };
  const system = await serveHttp((request, response) => {
    void text(request)
      .then(answer)
      .then(
        ({ status, body }) => {
          response.writeHead(status, { "content-type": gbk ? "text/xml" : "text/xml; charset=utf-8" });
          response.end(gbk ? encodeGbk(body.replace('encoding="utf-8"', 'encoding="GBK"')) : body);
        },
        () => response.writeHead(500).end(),
      );
  });
  return { ...system, url: `${system.url}${path}` };
}
