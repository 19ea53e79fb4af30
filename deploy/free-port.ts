import { createServer } from "node:net";
import { StartError } from "./start-error.ts";

/** Fails before any work is done when the gateway's port is taken. @throws StartError */
export const assertFreePort = async (port: number, host: string): Promise<void> => {
  await new Promise<void>((done, fail) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => {
      const reason = error.code === "EADDRINUSE" ? "is in use" : "cannot be listened on";
      fail(new StartError(`Port ${port} ${reason}. Choose another: PORT=4100 npm start`));
    });
    probe.listen(port, host, () => {
      probe.close(() => {
        done();
      });
    });
  });
};
