/** Figures that decide on public rental (公租房). Amounts in fen, areas in square metres. */
export interface RentalThresholds {
  /** 城镇居民人均可支配收入, a year. */
  readonly urbanDisposableIncome: number;
  /** Share of it that a head may have. */
  readonly incomeShare: number;
  /** A head must have less than this. */
  readonly areaPerHead: number;
  readonly vehicles: number;
  readonly vehicleValue: number;
  /** Where the figures come from. */
  readonly source: string;
}

/** The demo's defaults; a city sets its own by its yearly notice on 公租房准入条件. */
export const RENTAL_THRESHOLDS: RentalThresholds = Object.freeze({
  urbanDisposableIncome: 4_000_000,
  incomeShare: 0.8,
  areaPerHead: 15,
  vehicles: 1,
  vehicleValue: 8_000_000,
  source: "公共租赁住房保障准入条件（示例默认值：城镇居民人均可支配收入40000元）",
});
