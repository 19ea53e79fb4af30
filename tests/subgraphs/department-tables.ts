import { tablesOf, type Table } from "../../subgraphs/kit/rows/tables.ts";

/** A Prisma schema, as the Pothos generator writes it. */
export interface Datamodel {
  readonly datamodel: {
    readonly models: Readonly<
      Record<string, { readonly fields: readonly { readonly name: string; readonly type: string }[] }>
    >;
  };
}

/** A department's Prisma schema and its tables; those without a division count as city-wide. */
export const departmentTables = async (
  name: string,
): Promise<{ readonly datamodel: Datamodel; readonly tables: ReadonlyMap<string, Table> }> => {
  const { getDatamodel } = (await import(`../../subgraphs/${name}/generated/pothos.ts`)) as {
    readonly getDatamodel: () => Datamodel;
  };
  const datamodel = getDatamodel();
  const cityWide = Object.entries(datamodel.datamodel.models).filter(([, { fields }]) =>
    fields.every((column) => column.name !== "divisionCode"),
  );
  const tables = tablesOf(
    datamodel,
    cityWide.map(([table]) => table),
  );
  return { datamodel, tables };
};
