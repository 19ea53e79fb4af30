/** One change in a department's data, as the hub keeps it for seven days: which row, never what it holds. */
export interface HubEvent {
  /** Its place in the one order of all events. */
  readonly id: number;
  readonly type: string;
  /** The subgraph whose outbox it came from. */
  readonly department: string;
  /** The key by which the row is asked for. */
  readonly key: string;
  /** Division code of the row; null: anywhere. */
  readonly division: string | null;
  /** The day that the change is about, YYYY-MM-DD; null where it is about none. */
  readonly day: string | null;
  /** When it happened, ISO 8601. */
  readonly at: string;
}

/** One kind of event, as a department declares it at the field whose changes it tells of (`@event`). */
export interface EventType {
  /** Field of `Subscription`. */
  readonly name: string;
  /** Field of `Query` that gives the row, and its argument that takes the key. */
  readonly entry: string;
  readonly argument: string;
  /** Name of the type that the entry gives. */
  readonly gives: string;
  /** Coordinate of the field that has changed: whoever is not given it learns nothing of the event. */
  readonly tells: string;
  /** Subgraphs that give the field: the outboxes from which events of this type are taken. */
  readonly departments: readonly string[];
}
