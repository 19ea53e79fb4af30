import type { AskedBy } from "../identity/caller.ts";
import { fields, parse, records, text, type Fields } from "../json.ts";
import { askedBy, saidAtHead } from "../tabs/asked-by.ts";
import { dataOf, type AnsweredTab } from "./answered-tab.ts";

/** One coordinate of an application. */
interface MatterItem {
  readonly coordinate: string;
  readonly owner: string;
  readonly wished: string;
  readonly byRule: boolean;
}

/** An application as the newest answer shows it. */
export interface Matter {
  readonly id: string;
  readonly version: number;
  readonly department: string;
  readonly items: readonly MatterItem[];
  readonly reviews: readonly { readonly provider: string; readonly state: string }[];
  readonly grants: readonly {
    readonly id: string;
    readonly provider: string;
    readonly byRule: boolean;
    readonly state: string;
  }[];
}

/** The form of an application, as it was filled in from an operation. */
export interface Form {
  readonly app: string;
  readonly purpose: string;
  readonly operation: string;
  /** The caller who filled it in. */
  readonly askedBy: AskedBy;
  readonly missing: readonly { readonly coordinate: string; readonly outcome: "CLEAR" | "MASKED" }[];
}

/** The application that was made last, at its last version, among those that the open tabs' answers show. */
export function newestMatter(tabs: readonly AnsweredTab[]): Matter | undefined {
  const matters = tabs.flatMap(({ response }) => applicationsIn(dataOf(response)));
  return matters.sort((one, other) => Number(other.id) - Number(one.id) || other.version - one.version)[0];
}

/** The last form among the open tabs that has been answered. */
export function lastForm(tabs: readonly AnsweredTab[]): Form | undefined {
  const forms = tabs.filter(({ operationName }) => operationName === "ApplicationForm").flatMap(formOf);
  return forms.at(-1);
}

/** The name and legal basis of a purpose, as an answer that was given for it states them. */
export function statedPurpose(tabs: readonly AnsweredTab[], code: string): { name: string; basis: string } | undefined {
  const stated = tabs.map(({ response }) => {
    const extensions = fields(fields(parse(response ?? ""))?.["extensions"]);
    return fields(fields(extensions?.["sharing"])?.["purpose"]);
  });
  const purpose = stated.find((known) => known?.["code"] === code);
  return purpose && { name: text(purpose["name"]) ?? "", basis: text(purpose["basis"]) ?? "" };
}

function formOf({ query, variables, response }: AnsweredTab): Form[] {
  const items = records(dataOf(response)?.["applicationForm"]);
  const asked = fields(parse(variables ?? ""));
  if (items.length === 0 || asked === undefined) return [];
  const said = (name: string) => text(asked[name]) ?? "";
  const [app, purpose, operation] = [said("app"), said("purpose"), said("operation")];
  // A link asks for one coordinate: what else its operation needs is only the way there.
  const only = saidAtHead(operation, "coordinate");
  const missing = items
    .filter(({ standing }) => standing === "MISSING" || standing === "BARRED")
    .flatMap(({ item }) => wishFor(fields(item)))
    .filter(({ coordinate }) => only === undefined || coordinate === only);
  return [{ app, purpose, operation, askedBy: askedBy(query ?? ""), missing }];
}

/** The least that can be asked for: masked where there is a mask and no right to everything. */
function wishFor(item: Fields | undefined): Form["missing"] {
  const coordinate = text(item?.["coordinate"]);
  if (coordinate === undefined) return [];
  const masked = item?.["share"] === "CONDITIONAL" && text(item["mask"]) !== undefined;
  return [{ coordinate, outcome: masked ? "MASKED" : "CLEAR" }];
}

/** Applications in an answer: a step's own result, or a list of them. */
function applicationsIn(data: Fields | undefined): Matter[] {
  return Object.values(data ?? {}).flatMap((value) => {
    const listed = records(fields(value)?.["edges"]).map(({ node }) => node);
    return records([value, ...listed]).flatMap(matterIn);
  });
}

function matterIn(application: Fields): Matter[] {
  const id = text(application["id"]);
  const department = text(fields(application["department"])?.["id"]);
  const { version, reviews, items, grants } = application;
  if (id === undefined || department === undefined || typeof version !== "number") return [];
  const said = (row: Fields, name: string) => text(row[name]) ?? "";
  return [
    {
      id,
      version,
      department,
      items: records(items).map((row) => ({
        coordinate: said(row, "coordinate"),
        owner: said(row, "owner"),
        wished: said(row, "wished"),
        byRule: row["byRule"] === true,
      })),
      reviews: records(reviews).map((row) => ({ provider: said(row, "provider"), state: said(row, "state") })),
      grants: records(grants).map((row) => ({
        id: said(row, "id"),
        provider: said(row, "provider"),
        byRule: row["byRule"] === true,
        state: said(row, "state"),
      })),
    },
  ];
}
