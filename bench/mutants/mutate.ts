import ts from "typescript";

/** One small change of one source file that its tests should notice. */
export interface Mutant {
  readonly path: string;
  readonly line: number;
  /** The kind of change, in words. */
  readonly change: string;
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

type Change = readonly [change: string, node: ts.Node, replacement: string];

const { SyntaxKind } = ts;

const OPERATORS: ReadonlyMap<ts.SyntaxKind, readonly string[]> = new Map([
  [SyntaxKind.LessThanToken, ["<=", ">="]],
  [SyntaxKind.LessThanEqualsToken, ["<"]],
  [SyntaxKind.GreaterThanToken, [">=", "<="]],
  [SyntaxKind.GreaterThanEqualsToken, [">"]],
  [SyntaxKind.EqualsEqualsEqualsToken, ["!=="]],
  [SyntaxKind.ExclamationEqualsEqualsToken, ["==="]],
  [SyntaxKind.AmpersandAmpersandToken, ["||"]],
  [SyntaxKind.BarBarToken, ["&&"]],
  [SyntaxKind.MinusToken, ["+"]],
]);

/** Calls that decide over a list, and what they become. */
const METHODS: ReadonlyMap<string, string> = new Map([
  ["some", "every"],
  ["every", "some"],
  ["min", "max"],
  ["max", "min"],
]);

/** Words of a decision, each with one that gives more. */
const DECISIONS: ReadonlyMap<string, string> = new Map([
  ["DENIED", "CLEAR"],
  ["MASKED", "CLEAR"],
  ["refused", "allowed"],
  ["FAILED", "RELEASED"],
]);

const leaves = (statement: ts.Statement): boolean => {
  const only = ts.isBlock(statement) ? statement.statements.at(-1) : statement;
  return (
    only !== undefined && (ts.isReturnStatement(only) || ts.isThrowStatement(only) || ts.isContinueStatement(only))
  );
};

const ofStatement = (node: ts.Node): readonly Change[] => {
  if (ts.isIfStatement(node)) {
    const negated: Change = ["negated condition", node.expression, `!(${node.expression.getText()})`];
    return leaves(node.thenStatement) && node.elseStatement === undefined
      ? [negated, ["dropped guard", node, ";"]]
      : [negated];
  }
  if (ts.isThrowStatement(node)) return [["dropped throw", node, ";"]];
  return ts.isExpressionStatement(node) ? [["dropped statement", node, ";"]] : [];
};

const ofCall = (node: ts.CallExpression): readonly Change[] => {
  const { expression } = node;
  if (!ts.isPropertyAccessExpression(expression)) return [];
  const method = expression.name.text;
  const other = METHODS.get(method);
  if (other !== undefined) return [[`${method} for ${other}`, expression.name, other]];
  return method === "filter" ? [["dropped filter", node, expression.expression.getText()]] : [];
};

const ofExpression = (node: ts.Node): readonly Change[] => {
  if (ts.isConditionalExpression(node))
    return [["negated condition", node.condition, `!(${node.condition.getText()})`]];
  if (ts.isBinaryExpression(node)) {
    const { operatorToken } = node;
    return (OPERATORS.get(operatorToken.kind) ?? []).map((other): Change => [
      `${operatorToken.getText()} for ${other}`,
      operatorToken,
      other,
    ]);
  }
  if (ts.isCallExpression(node)) return ofCall(node);
  if (node.kind === SyntaxKind.TrueKeyword) return [["true for false", node, "false"]];
  if (node.kind === SyntaxKind.FalseKeyword) return [["false for true", node, "true"]];
  if (!ts.isStringLiteral(node)) return [];
  const other = DECISIONS.get(node.text);
  return other === undefined ? [] : [[`${node.text} for ${other}`, node, JSON.stringify(other)]];
};

/** Every change that this tool knows to make to one source file, in the order of the text. Types are left alone. Pure. */
export function mutantsOf(path: string, text: string): readonly Mutant[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const found: Mutant[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    if (ts.isImportDeclaration(node)) return;
    for (const [change, changed, replacement] of [...ofStatement(node), ...ofExpression(node)]) {
      const start = changed.getStart(source);
      const { line } = source.getLineAndCharacterOfPosition(start);
      found.push({ path, line: line + 1, change, start, end: changed.getEnd(), replacement });
    }
    node.forEachChild(visit);
  };
  visit(source);
  return found;
}
