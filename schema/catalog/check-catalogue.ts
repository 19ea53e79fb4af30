import { Kind, type DirectiveNode } from "graphql";
import type { CatalogItem, CatalogueProblem } from "./catalog-item.ts";
import type { CatalogueSource } from "./catalogue-source.ts";
import { classify, fromDirective } from "./classification.ts";
import { checkDerived } from "./derived.ts";
import { statedDatasets } from "./dataset.ts";
import { checkEquations, readReads } from "./equations.ts";
import { MASKED_SCALARS } from "./masks/mask-for.ts";
import { readReveals } from "./arguments/reveals.ts";
import { checkRows } from "./rows.ts";
import { unboundArguments } from "./arguments/unbound-arguments.ts";

const problem = (
  severity: CatalogueProblem["severity"],
  kind: CatalogueProblem["kind"],
  coordinate: string,
  message: string,
): CatalogueProblem => Object.freeze({ severity, kind, coordinate, message: `${coordinate}: ${message}` });

/** A key travels to every subgraph that knows the type: it may not say anything about a person. */
const sensitiveKey = (item: CatalogItem): CatalogueProblem | undefined => {
  if (item.keys.length === 0 || !item.leaf) return undefined;
  const reason = !item.classified
    ? "an entity key must be classified"
    : item.share === "NOT_SHARED"
      ? "an entity key is shared with every subgraph, so it cannot be NOT_SHARED"
      : item.level === "L3" || item.level === "L4" || item.mask !== null
        ? `an entity key may not be sensitive (expected L1 or L2 without a mask, got ${item.level}${item.mask === null ? "" : ` with mask ${item.mask}`}); key the type by a pseudonym`
        : undefined;
  return reason === undefined ? undefined : problem("refuse", "SENSITIVE_KEY", item.coordinate, reason);
};

const unfitMask = (item: CatalogItem): CatalogueProblem | undefined => {
  if (item.mask === null || (item.leaf && MASKED_SCALARS[item.mask].includes(item.type))) return undefined;
  const expected = MASKED_SCALARS[item.mask].join(", ");
  return problem("refuse", "MASK_UNFIT", item.coordinate, `mask ${item.mask} expects ${expected}, got ${item.type}`);
};

const maskConflict = (source: CatalogueSource, item: CatalogItem): CatalogueProblem | undefined => {
  const directives = source.index.types.get(item.typeName)?.fields.get(item.fieldName)?.directives ?? [];
  const spoken = directives.filter((directive) => source.directives.has(directive.name.value)).map(fromDirective);
  const exact = source.overlay.items.get(item.coordinate);
  const together = classify(spoken, exact === undefined ? [] : [exact], undefined);
  return together?.maskConflict === true
    ? problem("refuse", "MASK_CONFLICT", item.coordinate, "its owners name different masks; agree on one")
    : undefined;
};

/**
 * What is important or core is no general data: the levels do not fit it.
 * @law 网络数据安全管理条例第二十九条、第三十一条 [T] 重要数据由数源部门识别、申报后标识；标识为重要数据的一律按L4有条件共享，不得无条件共享
 * @law 网络数据安全管理条例第六十三条 [T] 核心数据按照国家有关规定处理，枢纽一律不予共享
 */
const unfitImportance = ({ coordinate, importance, share, level }: CatalogItem): CatalogueProblem | undefined => {
  const refuse = (message: string) => problem("refuse", "IMPORTANCE_UNFIT", coordinate, message);
  if (importance === "CORE" && share !== "NOT_SHARED") return refuse(`core data is not shared here, got ${share}`);
  if (importance === "IMPORTANT" && (share === "UNCONDITIONAL" || level !== "L4"))
    return refuse(`important data is given at L4 and under conditions, got ${level} ${share}`);
  return undefined;
};

const unclassified = (item: CatalogItem): CatalogueProblem | undefined =>
  item.classified ? undefined : problem("warn", "UNCLASSIFIED", item.coordinate, "not classified, hence not shared");

/** Some composers keep one of two different demands when the directive is not repeatable, and it may be the weaker one. */
const notRepeatable = (source: CatalogueSource): readonly CatalogueProblem[] =>
  source.document.definitions.flatMap((node) =>
    node.kind === Kind.DIRECTIVE_DEFINITION && source.directives.has(node.name.value) && !node.repeatable
      ? [
          problem(
            "warn",
            "NOT_REPEATABLE",
            `@${node.name.value}`,
            "must be repeatable, or composition may drop a demand",
          ),
        ]
      : [],
  );

/**
 * Two owners who say different things of one dataset: the catalogue then says neither. Whose data it is must not be left open: who is
 * asked for it would be whoever carries it.
 */
const datasetConflicts = (source: CatalogueSource): readonly CatalogueProblem[] => {
  const check = (coordinate: string, directives: readonly DirectiveNode[] | undefined): readonly CatalogueProblem[] => {
    const stated = statedDatasets(source, directives);
    if (new Set(stated.map(({ owner }) => owner)).size > 1)
      return [problem("refuse", "DATASET_CONFLICT", coordinate, "expected one owner of the data, got several")];
    return stated.length > 1
      ? [problem("warn", "DATASET_CONFLICT", coordinate, "its owners state different themes or update cycles")]
      : [];
  };
  return [...source.index.types.values()].flatMap((shape) => [
    ...check(shape.name, shape.directives),
    ...[...shape.fields].flatMap(([name, field]) => check(`${shape.name}.${name}`, field.directives)),
  ]);
};

const unknownCoordinates = (
  source: CatalogueSource,
  items: ReadonlyMap<string, CatalogItem>,
): readonly CatalogueProblem[] => {
  const known = (coordinate: string): boolean => {
    const [typeName = "", fieldName = ""] = coordinate.split(".");
    const shape = source.index.types.get(typeName);
    return fieldName === "*" ? shape !== undefined : shape?.fields.has(fieldName) === true;
  };
  const named = [...source.overlay.items.keys(), ...source.overlay.datasets.keys()].filter(
    (coordinate) => coordinate !== "*" && !known(coordinate),
  );
  const revealed = [...readReveals(source).values()].flat().filter((coordinate) => !items.has(coordinate));
  const read = [...readReads(source).values()].flat().filter((coordinate) => !items.has(coordinate));
  return [...named, ...revealed, ...read].map((coordinate) =>
    problem("refuse", "UNKNOWN_COORDINATE", coordinate, "expected a field of this graph"),
  );
};

/** Everything that is wrong with a classification. Pure; the order is stable. */
export function checkCatalogue(
  source: CatalogueSource,
  parts: ReadonlySet<string>,
  items: ReadonlyMap<string, CatalogItem>,
): readonly CatalogueProblem[] {
  return [
    ...notRepeatable(source),
    ...datasetConflicts(source),
    ...unknownCoordinates(source, items),
    ...checkRows(source),
    ...checkEquations(source, items),
    ...checkDerived(source, parts, items),
    ...[...items.values()].flatMap((item) =>
      [
        sensitiveKey(item),
        maskConflict(source, item),
        unfitMask(item),
        unfitImportance(item),
        unclassified(item),
      ].flatMap((found) => found ?? []),
    ),
    ...unboundArguments(source, items).map(({ where, looksLike }) =>
      problem("warn", "UNBOUND_ARGUMENT", where, `looks like ${looksLike}; tie it with @reveals`),
    ),
  ];
}

/** A catalogue that may not be used. */
class CatalogueError extends Error {
  readonly code = "HUB_CATALOGUE_INVALID";
}

/** Throws `CatalogueError` naming every grave problem; a gateway or a composition MUST call it before it goes on. */
export function refuseProblems(problems: readonly CatalogueProblem[]): void {
  const grave = problems.filter((found) => found.severity === "refuse");
  if (grave.length > 0) throw new CatalogueError(grave.map((found) => found.message).join("\n"));
}
