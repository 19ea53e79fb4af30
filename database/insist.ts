/**
 * Where a connection of `pg` leads, and settings that its sessions have whatever the address asks for in its own `options`, which `pg` would
 * take instead: of a setting that is named twice, the last one holds.
 * @param settings such as `synchronous_commit=on`
 */
export function insisting(
  databaseUrl: string,
  settings: readonly string[],
): { readonly connectionString: string; readonly options: string } {
  const ours = settings.map((setting) => `-c ${setting}`).join(" ");
  if (!URL.canParse(databaseUrl)) return { connectionString: databaseUrl, options: ours };
  const url = new URL(databaseUrl);
  const theirs = url.searchParams.get("options");
  url.searchParams.delete("options");
  return { connectionString: url.href, options: theirs === null ? ours : `${theirs} ${ours}` };
}
