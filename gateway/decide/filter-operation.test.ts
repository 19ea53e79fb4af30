import { describe, expect, it } from "@jest/globals";
import {
  buildSchema,
  type DocumentNode,
  getOperationAST,
  Kind,
  OperationTypeNode,
  parse,
  print,
  visit,
  type FieldNode,
} from "graphql";
import { buildCatalogue } from "../../schema/catalog/build-catalogue.ts";
import { parseOverlay } from "../../schema/catalog/overlay.ts";
import { compileGrant } from "../grant/compile-grant.ts";
import { createGrantBook } from "../grant/grant-book.ts";
import { parseGrants } from "../grant/store/parse-grants.ts";
import { fragmentsOf } from "../operation/fragments.ts";
import { decideOperation } from "./decide-operation.ts";
import { TooIntricate } from "./filter-operation.ts";

const SDL = `
  type Query { person: Person firm: Firm owners: [Owner] bodies: [Body] }
  interface Owner { name: String secret: String }
  type Person implements Owner { name: String secret: String }
  type Firm implements Owner { name: String secret: String }
  interface Body { head: Person }
  type Club implements Body { head: Person }
  type Court implements Body { head: Person! }
  type Guild implements Body { head: Person }`;
const catalogue = buildCatalogue(
  SDL,
  parseOverlay({
    items: {
      "*": { level: "L3", share: "CONDITIONAL" },
      "Query.*": { level: "L1", share: "UNCONDITIONAL" },
      "Firm.secret": { level: "L2", share: "CONDITIONAL", mask: "NAME" },
    },
  }),
);
const items = { "Person.name": "CLEAR", "Firm.secret": "MASKED", "Club.head": "CLEAR", "Court.head": "CLEAR" };
const grant = compileGrant(
  createGrantBook(
    parseGrants(
      {
        grants: [
          {
            id: "g",
            consumer: { app: "app" },
            purpose: { code: "P", name: "p", basis: "b" },
            validTo: "2027-01-01T00:00:00Z",
            rowScope: ["*"],
            items,
          },
        ],
      },
      catalogue,
    ),
  ),
  {
    caller: { app: "app", department: "police", officer: "officer", division: null },
    purpose: "P",
    caseNumber: "C-1",
  },
  Date.parse("2026-06-01T12:00:00Z"),
);
const schema = buildSchema(SDL);
const decide = (document: DocumentNode) => {
  const node = getOperationAST(document);
  if (!node) throw new Error("no operation");
  return decideOperation({ operation: { document, node, fragments: fragmentsOf(document) }, schema, catalogue, grant });
};
const planned = (query: string): string => {
  const { enforcement } = decide(parse(query));
  return enforcement.planned === null ? "nothing" : print(enforcement.planned).replace(/\s+/g, " ");
};

describe("T10: a fragment is filtered for the types that it meets", () => {
  const OWNER = "fragment Owned on Owner { name secret }";

  it("gets a form for each, whichever comes first", () => {
    expect(planned(`{ person { ...Owned } firm { ...Owned } } ${OWNER}`)).toBe(
      "{ person { ...Owned } firm { ...Owned_2 } } fragment Owned on Owner { name } fragment Owned_2 on Owner { secret }",
    );
    expect(planned(`{ firm { ...Owned } person { ...Owned } } ${OWNER}`)).toBe(
      "{ firm { ...Owned } person { ...Owned_2 } } fragment Owned on Owner { secret } fragment Owned_2 on Owner { name }",
    );
  });

  it("where both can stand, each field stays on its own type", () => {
    const form = planned(`{ owners { ...Owned } person { ...Owned } } ${OWNER}`);
    expect(form).toContain("fragment Owned on Owner { ... on Person { name } ... on Firm { secret } }");
    expect(form).toContain("person { ...Owned_2 }");
    expect(form).toContain("fragment Owned_2 on Owner { name }");
  });
});

describe("T10: an operation is decided up to 50,000 selections", () => {
  /** As many fields as that: the root's one, and the others below it. */
  const wide = (selections: number): DocumentNode => {
    const leaf: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: "name" } };
    const leaves = { kind: Kind.SELECTION_SET, selections: new Array<FieldNode>(selections - 1).fill(leaf) } as const;
    const root: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: "person" }, selectionSet: leaves };
    const selectionSet = { kind: Kind.SELECTION_SET, selections: [root] } as const;
    return {
      kind: Kind.DOCUMENT,
      definitions: [{ kind: Kind.OPERATION_DEFINITION, operation: OperationTypeNode.QUERY, selectionSet }],
    };
  };

  it("and not one more", () => {
    expect(decide(wide(50_000)).denials).toEqual([]);
    expect(() => decide(wide(50_001))).toThrow(TooIntricate);
  });
});

/** The field of this name in a document, wherever it stands first. */
const fieldIn = (document: DocumentNode, name: string): FieldNode => {
  const found: FieldNode[] = [];
  const Field = (field: FieldNode): void => {
    if (field.name.value === name) found.push(field);
  };
  visit(document, { Field });
  return found[0] as FieldNode;
};

describe("what is decided of an operation", () => {
  it("has the highest level of all that it is given, and none of what it is denied", () => {
    const levelOf = (query: string) => decide(parse(query)).level;
    expect(levelOf("{ firm { __typename } }")).toBe("L1");
    expect(levelOf("{ firm { secret name } }")).toBe("L2");
    expect(levelOf("{ person { name } firm { secret } }")).toBe("L3");
    expect(levelOf("{ __typename }")).toBeNull();
  });

  it("instructs the writer by the very same answers", () => {
    const document = parse("{ owners { __typename name secret } }");
    const { enforcement } = decide(document);
    const kindOf = (typeName: string, name: string) =>
      enforcement.instructionFor(typeName, fieldIn(document, name)).kind;
    expect(
      ["__typename", "name", "secret"].map((name) => [name, kindOf("Person", name), kindOf("Firm", name)]),
    ).toEqual([
      ["__typename", "write", "write"],
      ["name", "write", "deny"],
      ["secret", "deny", "mask"],
    ]);
  });

  it("denies what cannot stand beside the same field of other types, and says of which", () => {
    const document = parse("{ bodies { head { name } } }");
    const { denials, outcomes, enforcement } = decide(document);
    expect(denials.map(({ coordinate, denial, path }) => [coordinate, denial, path])).toEqual([
      ["Guild.head", { reason: "NO_GRANT" }, ["bodies", "head"]],
      ["Court.head", { reason: "INSEPARABLE", from: "Club" }, ["head"]],
    ]);
    expect(outcomes.get("Club.head")).toBe("CLEAR");
    const kinds = ["Club", "Court", "Guild"].map(
      (type) => enforcement.instructionFor(type, fieldIn(document, "head")).kind,
    );
    expect(kinds).toEqual(["write", "deny", "deny"]);
    expect(planned("{ bodies { head { name } } }")).toBe("{ bodies { ... on Club { head { name } } } }");
  });
});
