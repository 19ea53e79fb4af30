/** Stops what global-setup.js started, and takes away what the run wrote. */
export default async function globalTeardown() {
  await globalThis.endTestRun();
}
