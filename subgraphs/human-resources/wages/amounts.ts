/** 12345 fen → 123.45 元; whole yuan carry no fraction. */
export function yuan(fen: number): string {
  const [whole = "0", fraction = ""] = (fen / 100).toFixed(2).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return `${grouped}${fraction === "00" ? "" : `.${fraction}`} 元`;
}

/** 0.123 → 12.3% */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1).replace(/\.0$/, "")}%`;
}

/** Sum of one figure over rows. */
export function total<Row>(rows: readonly Row[], figure: (row: Row) => number): number {
  return rows.reduce((sum, row) => sum + figure(row), 0);
}

/** Rows by a key, in the order in which the keys first appear. */
export function byKey<Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): ReadonlyMap<Key, readonly Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}
