const refuse = (): never => {
  throw new TypeError("This map is frozen");
};

/** Makes the map's own writers throw, as `Object.freeze` does not; returns the same map. */
export const freezeMap = <Key, Value>(map: Map<Key, Value>): ReadonlyMap<Key, Value> =>
  Object.freeze(Object.assign(map, { set: refuse, delete: refuse, clear: refuse }));
