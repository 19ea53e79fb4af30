import { createSharing } from "./create-sharing.ts";

export const subgraph = createSharing();
