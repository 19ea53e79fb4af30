import { GraphQLError } from "graphql";
import { applyLink } from "../decide/apply-link.ts";
import type { DecidedRequest } from "../decide/decision.ts";
import { denialError } from "../decide/denial-error.ts";
import { hubError } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import { limitError } from "../limit/callers/limit-error.ts";

/** Coordinates that a refusal's message names; its extensions name all. */
const MOST_NAMED = 20;

/** The coordinates of an operation that nobody granted as a file; those that come with any grant are told of where nothing else is lacking. */
const lackingIn = ({ decision, catalogue }: DecidedRequest, needs: readonly string[]): readonly string[] => {
  const asked = needs.filter(
    (coordinate) => catalogue.items.get(coordinate)?.share === "CONDITIONAL" && !decision.granted.has(coordinate),
  );
  const denied = decision.denials.flatMap(({ coordinate, denial }) =>
    denial.reason === "NO_GRANT" ? [coordinate] : [],
  );
  return [...new Set(asked.length > 0 && denied.length > 0 ? asked : denied)];
};

/** The errors of an export of which something is denied: what nobody granted as a file is told with the way to apply for it. */
export function exportDenials({ hub, operation }: Exchange, decided: DecidedRequest): readonly GraphQLError[] {
  const { policy, clock = Date.now } = hub.governance ?? {};
  const needs = operation === undefined || policy === undefined ? [] : policy.needs(operation);
  const { decision, catalogue } = decided;
  const { applyAt, grant, denials } = decision;
  const { code: purpose } = grant.purpose;
  const spent = denials.flatMap(({ denial }) => (denial.reason === "QUOTA" ? [denial] : []));
  const [last] = spent.toSorted((one, other) => other.until - one.until);
  if (last !== undefined) return [limitError({ kind: "quota", until: last.until, grant: last.grant }, clock())];
  const coordinates = lackingIn(decided, needs);
  const [first] = coordinates;
  if (first === undefined)
    return denials.map(({ coordinate, denial }) => {
      const link = applyLink(applyAt, coordinate, purpose, denial);
      const { message, extensions } = denialError(catalogue, link, coordinate, denial);
      return new GraphQLError(message, { extensions: { ...extensions } });
    });
  const link = applyLink(applyAt, first, purpose, { reason: "NO_GRANT" });
  const named = coordinates.slice(0, MOST_NAMED).join(", ");
  const apply = link === null ? "" : { en: `, at ${link}`, zh: `（${link}）` };
  return [
    hubError(
      "HUB_EXPORT_NOT_GRANTED",
      { purpose, coordinates: named, apply },
      { extensions: { coordinates, apply: link } },
    ),
  ];
}
