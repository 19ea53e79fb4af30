import {
  Kind,
  OperationTypeNode,
  parse,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from "graphql";
import { namesPerson } from "../../../schema/names-person.ts";
import { LONGEST_OPERATION, MOST_OPERATIONS, OPERATION_ID } from "../../../schema/registered-operation.ts";
import type { CatalogueView } from "../catalogue/catalogue-view.ts";
import { invalid, unknownCoordinates } from "../errors.ts";
import { coordinate, document, formed, group, list, name, whole, type Values } from "../workflow/arguments.ts";

const MOST_COORDINATES = 2_000;
const MOST_FETCHES = 200;
const MOST_TOKENS = 2_000;
const MOST_COST = 100_000_000;

const FIELDS = {
  document: document("操作全文（GraphQL）：有名称的一个操作及其片段", LONGEST_OPERATION),
  coordinates: list(coordinate(), "所需的全部字段坐标，即 operationFacts 所答", MOST_COORDINATES),
  cost: whole("至多可返回的对象数，即 operationFacts 所答", 0, MOST_COST),
  plan: list(name("部门标识"), "依次查询的部门，即 operationFacts 所答", MOST_FETCHES),
};

const OperationInput = group("OperationInput", "待登记的一个操作", FIELDS);

/** An operation that is proposed, with what its proposer was told of it by a gateway. */
export type ProposedOperation = Values<typeof FIELDS>;

export const proposed = list(OperationInput, "待登记的操作；已登记的不变", MOST_OPERATIONS);

/** Id of a registered operation. */
export const operationId = formed("操作标识：sha256: 与全文的 SHA-256", OPERATION_ID, {
  en: "sha256: and 64 hexadecimal digits in small letters",
  zh: "sha256: 与 64 位小写十六进制数字",
});

const parsed = (path: string, text: string): DocumentNode => {
  try {
    return parse(text, { noLocation: true, maxTokens: MOST_TOKENS });
  } catch {
    throw invalid(path, "expected a GraphQL document", "应为 GraphQL 文档");
  }
};

const operationOf = (path: string, { definitions }: DocumentNode): OperationDefinitionNode & { name: object } => {
  const operations = definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const [one] = operations;
  if (one?.name === undefined || operations.length !== 1 || one.operation === OperationTypeNode.SUBSCRIPTION)
    throw invalid(path, "expected one query or mutation that has a name", "应为一个有名称的查询或变更操作");
  return one as OperationDefinitionNode & { name: object };
};

/** Coordinates that a valid document selects on types of objects, whatever its fragments are spread on. */
const selectedIn = (schema: GraphQLSchema, document: DocumentNode): ReadonlySet<string> => {
  const types = new TypeInfo(schema);
  const selected = new Set<string>();
  const Field = ({ name: { value } }: { readonly name: { readonly value: string } }): void => {
    const parent = types.getParentType();
    if (parent?.astNode?.kind === Kind.OBJECT_TYPE_DEFINITION && !value.startsWith("__"))
      selected.add(`${parent.name}.${value}`);
  };
  visit(document, visitWithTypeInfo(types, { Field }));
  return selected;
};

/**
 * Name of a proposed operation. Its text is read against the catalogue; what is stated of it beside is what a gateway holds it to, and cannot
 * be less than what the text selects.
 * @throws HUB_APPLICATION_INVALID, HUB_UNKNOWN_COORDINATE
 */
export function checkedName({ catalogue, schema }: CatalogueView, at: number, operation: ProposedOperation): string {
  const path = `operations.${at}.document`;
  if (namesPerson(operation.document)) throw invalid(path, "expected no citizen number", "不得载明公民身份号码");
  const read = parsed(path, operation.document);
  const { name: named } = operationOf(path, read);
  const [mistake] = validate(schema(), read, undefined, { maxErrors: 1 });
  if (mistake !== undefined)
    throw invalid(path, `expected what the graph has: ${mistake.message}`, "含有目录中没有的字段、参数或类型");
  const unknown = operation.coordinates.filter((stated) => !catalogue.items.has(stated));
  if (unknown.length > 0) throw unknownCoordinates(unknown);
  const stated = new Set(operation.coordinates);
  const left = [...selectedIn(schema(), read)].filter((selected) => !stated.has(selected));
  if (left.length > 0)
    throw invalid(
      `operations.${at}.coordinates`,
      `expected ${left.join(", ")} too, which the document selects`,
      `缺少操作所选的 ${left.join("、")}`,
    );
  return (named as { readonly value: string }).value;
}
