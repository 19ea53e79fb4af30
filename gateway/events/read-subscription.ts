import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  getOperationAST,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
} from "graphql";
import { localTime } from "../../schema/words.ts";
import type { GatewayLimits } from "../config.ts";
import { hubError } from "../errors.ts";
import { BoundedCache } from "../operation/bounded-cache.ts";
import { parseDocument } from "../operation/parse-document.ts";
import { validated } from "../operation/read-operation.ts";
import type { EventType, HubEvent } from "./hub-event.ts";
import { questionOf } from "./question-of.ts";

type Variables = Readonly<Record<string, unknown>>;

/** The events that a subscriber wants of a kind; undefined: all. */
export interface EventFilter {
  readonly key: string | undefined;
  /** Prefix of division codes. */
  readonly division: string | undefined;
}

/** A subscription as the hub answers it: an ordinary question about one row, asked anew at each event. */
interface ReadSubscription {
  readonly type: EventType;
  /** The question's text. */
  readonly query: string;
  /** @throws HUB_SUBSCRIPTION_INVALID for values that are no texts */
  readonly filterOf: (variables: Variables) => EventFilter;
  /** The question's variables at an event; without one, for a look at what would be given. @throws HUB_SUBSCRIPTION_INVALID for one that is the hub's to give */
  readonly variablesFor: (variables: Variables, event: HubEvent | undefined) => Variables;
}

const invalid = (en: string, zh: string) => hubError("HUB_SUBSCRIPTION_INVALID", { reason: { en, zh } });

/** Variables to which the hub gives a value at each event, where the operation declares them. */
const ownValues = (event: HubEvent | undefined): Readonly<Record<"eventKey" | "eventDay" | "eventAt", string>> => {
  const at = event?.at ?? new Date().toISOString();
  return { eventKey: event?.key ?? "", eventDay: event?.day ?? localTime(Date.parse(at)).slice(0, 10), eventAt: at };
};

const OWN = new Set(Object.keys(ownValues(undefined)));

const textIn = (argument: ArgumentNode | undefined, variables: Variables): string | undefined => {
  const value = argument?.value;
  if (value?.kind === Kind.STRING || value?.kind === Kind.INT) return value.value;
  const given = value?.kind === Kind.VARIABLE ? variables[value.name.value] : null;
  if (given === undefined || given === null) return undefined;
  if (typeof given === "string") return given;
  throw invalid("key and division are texts", "key 与 division 应为文本");
};

const subscriptionIn = (document: DocumentNode, name: string | undefined): OperationDefinitionNode => {
  const operation = getOperationAST(document, name);
  if (operation?.operation === OperationTypeNode.SUBSCRIPTION) return operation;
  throw invalid("the operation is no subscription", "所指操作不是订阅");
};

const rootOf = ({ selectionSet }: OperationDefinitionNode): FieldNode => {
  const [root, ...others] = selectionSet.selections;
  if (root?.kind === Kind.FIELD && others.length === 0 && (root.directives ?? []).length === 0) return root;
  throw invalid("it has one field, written out and without directives", "应只有一个直接写出、不带指令的字段");
};

/** Everything that subscriptions of one supergraph are read with. */
interface SubscriptionReading {
  /** The schema that callers see, with its `Subscription`. */
  readonly schema: GraphQLSchema;
  readonly limits: GatewayLimits;
  readonly types: ReadonlyMap<string, EventType>;
}

const read = (text: string, name: string | undefined, reading: SubscriptionReading): ReadSubscription => {
  const document = validated(reading.schema, parseDocument(text, reading.limits));
  const operation = subscriptionIn(document, name);
  const root = rootOf(operation);
  const type = reading.types.get(root.name.value);
  const entry = type && reading.schema.getQueryType()?.getFields()[type.entry];
  if (type === undefined || entry === undefined) throw invalid("no such event", "没有该事件");
  const keyType = entry.args.find((one) => one.name === type.argument)?.type.toString() ?? "ID";
  const question = questionOf(document, { operation, root }, type, keyType.replace(/!$/, ""));
  const argument = (of: string) => root.arguments?.find((one) => one.name.value === of);
  return {
    type,
    query: question.text,
    filterOf: (variables) => ({
      key: textIn(argument("key"), variables),
      division: textIn(argument("division"), variables),
    }),
    variablesFor: (variables, event) => {
      const taken = Object.keys(variables).find((variable) => OWN.has(variable));
      if (taken !== undefined) throw invalid(`$${taken} is the hub's to give`, `变量 $${taken} 由平台给出`);
      const given = { ...variables, ...ownValues(event) };
      return Object.fromEntries(Object.entries(given).filter(([variable]) => question.variables.has(variable)));
    },
  };
};

/** Bytes of subscriptions that are kept as they were read: many streams send few texts. */
const KEPT = 4_000_000;

/** Reads subscriptions of one supergraph. */
export interface ReadSubscriptions {
  /** @throws GraphQLError or Refusal: a limit, a mistake, HUB_SUBSCRIPTION_INVALID */
  (text: string, name: string | undefined): ReadSubscription;
}

/** A reader of one supergraph's subscriptions, which reads each text once. */
export function createReadSubscription(reading: SubscriptionReading): ReadSubscriptions {
  const known = new BoundedCache<ReadSubscription>(KEPT);
  return (text, name) => {
    const key = `${name ?? ""}\n${text}`;
    const found = known.get(key) ?? read(text, name, reading);
    known.set(key, found, 1_000 + 4 * text.length);
    return found;
  };
}
