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

/** A neighbour that is the comparison's negation: the negated condition makes the same program. */
const NEGATIONS: ReadonlySet<string> = new Set(["=== !==", "!== ===", "< >=", "> <="]);

const isCondition = (node: ts.Node): boolean =>
  (ts.isIfStatement(node.parent) && node.parent.expression === node) ||
  (ts.isConditionalExpression(node.parent) && node.parent.condition === node);

/** The call that a statement is, as `object.method`, or `function`. */
const calledIn = (node: ts.Node): string => {
  const call = ts.isExpressionStatement(node) ? node.expression : node;
  return ts.isCallExpression(call) ? call.expression.getText().replace(/^this\.#?/, "") : "";
};

/** Texts of logs and help are no contract; a timer that holds a process up for a moment more changes no answer. */
const isUnobserved = (node: ts.Node): boolean =>
  /^(?:(?:\w+\.)*logger\.\w+|console\.\w+|clearTimeout|clearInterval|.*\.unref)$/.test(calledIn(node));

/** The function around a node, or the file. */
const enclosing = ({ parent }: ts.Node): ts.Node =>
  ts.isFunctionLike(parent) || ts.isSourceFile(parent) ? parent : enclosing(parent);

/** `const known = memo.get(key); if (known …) return known;`: without the guard the same is worked out again. */
const isMemoGuard = (node: ts.IfStatement): boolean => {
  const found = /^\{?\s*return (\w+);\s*\}?$/.exec(node.thenStatement.getText())?.[1] ?? "";
  if (![found, `${found} !== undefined`].includes(node.expression.getText())) return false;
  const memo = new RegExp(`const ${found} = (\\S+)\\.get\\(`).exec(enclosing(node).getText())?.[1];
  return (
    memo !== undefined && new RegExp(`${memo.replace(/\W/g, "\\$&")}\\b[^;]*\\.set\\(`).test(enclosing(node).getText())
  );
};

/** `memo.set(key, value)` beside such a guard. */
const isMemoNote = (node: ts.Node): boolean => {
  const memo = /^(?:this\.)?(?:\w+\()?([\w#]+).*\.set$/.exec(calledIn(node))?.[1];
  if (memo === undefined) return false;
  // `const found = memo.get(key) ?? make(key); memo.set(key, found);`
  if (new RegExp(`= ${memo}\\.get\\([^)]*\\) \\?\\? \\w+\\(`).test(enclosing(node).getText())) return true;
  const isGuard = (inner: ts.Node): true | undefined => {
    if (ts.isIfStatement(inner) && isMemoGuard(inner) && enclosing(inner).getText().includes(`${memo}.get(`))
      return true;
    return inner.forEachChild(isGuard);
  };
  return isGuard(enclosing(node)) === true;
};

/** `remembered.size >= MOST`: one more or less in a bounded memory is not to be seen, the other way round it is. */
const isMemoryBound = (node: ts.BinaryExpression): boolean =>
  /\.size$/.test(node.left.getText()) && /^[A-Z_]+$/.test(node.right.getText());

const leaves = (statement: ts.Statement): boolean => {
  const only = ts.isBlock(statement) ? statement.statements.at(-1) : statement;
  return (
    only !== undefined && (ts.isReturnStatement(only) || ts.isThrowStatement(only) || ts.isContinueStatement(only))
  );
};

const ofStatement = (node: ts.Node): readonly Change[] => {
  if (ts.isIfStatement(node)) {
    const negated: Change = ["negated condition", node.expression, `!(${node.expression.getText()})`];
    return leaves(node.thenStatement) && node.elseStatement === undefined && !isMemoGuard(node)
      ? [negated, ["dropped guard", node, ";"]]
      : [negated];
  }
  // A guard that only throws is dropped as a whole already.
  if (ts.isThrowStatement(node))
    return ts.isIfStatement(node.parent) && node.parent.elseStatement === undefined
      ? []
      : [["dropped throw", node, ";"]];
  return ts.isExpressionStatement(node) && !isMemoNote(node) ? [["dropped statement", node, ";"]] : [];
};

const ofCall = (node: ts.CallExpression): readonly Change[] => {
  const { expression } = node;
  if (!ts.isPropertyAccessExpression(expression)) return [];
  const method = expression.name.text;
  const other = METHODS.get(method);
  if (other !== undefined) return [[`${method} for ${other}`, expression.name, other]];
  return method === "filter" ? [["dropped filter", node, expression.expression.getText()]] : [];
};

/** `error instanceof Error ? error.message : "unknown"`: words for what nobody throws. */
const isWordOfError = (node: ts.ConditionalExpression): boolean =>
  /^(\w+) instanceof Error$/.test(node.condition.getText()) && /^\w+\.message$/.test(node.whenTrue.getText());

const ofExpression = (node: ts.Node): readonly Change[] => {
  if (ts.isConditionalExpression(node) && isWordOfError(node)) return [];
  if (ts.isConditionalExpression(node))
    return [["negated condition", node.condition, `!(${node.condition.getText()})`]];
  if (ts.isBinaryExpression(node)) {
    const { operatorToken } = node;
    const from = operatorToken.getText();
    return (OPERATORS.get(operatorToken.kind) ?? [])
      .filter((other) => !(isCondition(node) && NEGATIONS.has(`${from} ${other}`)))
      .filter((other) => !(isMemoryBound(node) && other.startsWith(from.charAt(0))))
      .map((other): Change => [`${from} for ${other}`, operatorToken, other]);
  }
  if (ts.isCallExpression(node)) return ofCall(node);
  if (node.kind === SyntaxKind.TrueKeyword) return [["true for false", node, "false"]];
  if (node.kind === SyntaxKind.FalseKeyword) return [["false for true", node, "true"]];
  if (!ts.isStringLiteral(node)) return [];
  const other = DECISIONS.get(node.text);
  return other === undefined ? [] : [[`${node.text} for ${other}`, node, JSON.stringify(other)]];
};

/**
 * Every change that this tool knows to make to one source file, in the order of the text. Left alone are types, imports, logs, the
 * release of timers, memos (a bypass costs time and changes nothing) and whatever would make the same program twice. Pure.
 */
export function mutantsOf(path: string, text: string): readonly Mutant[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const found: Mutant[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    if (ts.isImportDeclaration(node) || isUnobserved(node)) return;
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
