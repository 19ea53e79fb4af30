import { DirectiveLocation, GraphQLDirective, GraphQLNonNull, GraphQLString } from "graphql";

/** Arguments of `@event`: how the row whose field has changed is found again. */
export type EventArguments = {
  /** Name of the event: a row's `type` in the outbox, and the field of `Subscription` under which apps hear of it. */
  readonly name: string;
  /** Field of `Query` that gives the row by its key. */
  readonly entry: string;
  /** Its argument that takes the key. */
  readonly argument: string;
};

/**
 * `@event`: the department writes a row of its outbox whenever this field changes. Whoever subscribes is told by being given the
 * field itself, as it is at that moment, and by nothing else.
 */
export const eventDirective = new GraphQLDirective({
  name: "event",
  description: "该字段变化时由本部门发出事件：事件名、取得该条记录的查询字段及其键参数",
  locations: [DirectiveLocation.FIELD_DEFINITION],
  isRepeatable: true,
  args: {
    name: { type: new GraphQLNonNull(GraphQLString) },
    entry: { type: new GraphQLNonNull(GraphQLString) },
    argument: { type: new GraphQLNonNull(GraphQLString) },
  },
});

/** Option of a field: its changes are events. */
export function told<Directives extends object>(
  item: { readonly directives: Directives },
  ...events: readonly EventArguments[]
) {
  return { directives: { ...item.directives, event: [...events] } };
}
