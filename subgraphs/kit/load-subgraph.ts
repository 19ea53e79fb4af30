import { DEPARTMENTS, SERVICES } from "./departments.ts";
import type { ServedSubgraph, Subgraph } from "./subgraph.ts";

/** Loads a department's subgraph by name. @throws with the known names when there is none of that name */
export const loadSubgraph = async (name: string): Promise<Subgraph> => {
  if (!DEPARTMENTS.some((department) => department.name === name)) {
    throw new Error(`No subgraph "${name}"; there are: ${DEPARTMENTS.map((department) => department.name).join(", ")}`);
  }
  const module = (await import(`../${name}/main.ts`)) as { readonly subgraph: Subgraph };
  return module.subgraph;
};

/** Loads a subgraph of the hub itself by name. @throws with the known names when there is none of that name */
export const loadService = async (name: string): Promise<ServedSubgraph> => {
  if (!SERVICES.some((service) => service.name === name)) {
    throw new Error(`No service "${name}"; there are: ${SERVICES.map((service) => service.name).join(", ")}`);
  }
  const module = (await import(`../${name}/main.ts`)) as { readonly subgraph: ServedSubgraph };
  return module.subgraph;
};
