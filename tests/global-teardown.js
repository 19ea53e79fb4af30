import { rm } from "node:fs/promises";

/** Stops what global-setup.js started. */
export default async function globalTeardown() {
  await globalThis.stopTestPostgres();
  await rm(process.env.TEST_FOLDER, { recursive: true });
}
