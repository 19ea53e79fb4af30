/** Whole seconds from `now` until an instant (both in milliseconds), at least one: as `Retry-After` and lifetimes count. */
export function secondsUntil(until: number, now: number): number {
  return Math.max(1, Math.ceil((until - now) / 1_000));
}
