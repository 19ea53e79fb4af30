import type { Context } from "../builder.ts";

/** Types whose entry names a theme; null when none is asked for. */
export const typesOfTheme = async (
  context: Context,
  theme: string | null | undefined,
): Promise<ReadonlySet<string> | null> => {
  if (!theme) return null;
  const entries = await context.database.catalogueEntry.findMany({ where: { theme } });
  return new Set(entries.map(({ typeName }) => typeName));
};
