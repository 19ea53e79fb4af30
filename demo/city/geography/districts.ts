/** A county-level district of Luohe (411100). */
export interface District {
  readonly code: string;
  readonly name: string;
  /** Its seat's short name, as courts, stations and offices carry it. */
  readonly short: string;
  /** Residents in thousands (2020 census; the development zone is counted apart from 召陵). */
  readonly weight: number;
  /** Share of residents who live in urban communities. */
  readonly urbanShare: number;
}

/** The six districts, in the order of their codes. */
export const DISTRICTS: readonly District[] = [
  { code: "411102", name: "源汇区", short: "源汇", weight: 380, urbanShare: 0.72 },
  { code: "411103", name: "郾城区", short: "郾城", weight: 490, urbanShare: 0.62 },
  { code: "411104", name: "召陵区", short: "召陵", weight: 400, urbanShare: 0.5 },
  { code: "411121", name: "舞阳县", short: "舞阳", weight: 460, urbanShare: 0.4 },
  { code: "411122", name: "临颍县", short: "临颍", weight: 580, urbanShare: 0.43 },
  { code: "411171", name: "经济技术开发区", short: "经开", weight: 60, urbanShare: 0.55 },
];
