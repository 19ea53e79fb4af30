/** Tells an error of the operating system by its code, such as ENOENT, whichever realm made it. */
export function hasCode(error: unknown, code: string): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === code;
}
