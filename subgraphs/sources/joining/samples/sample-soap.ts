import { messageOf } from "../../reading/requested/message-of.ts";
import { openService, type DescribedMessage } from "../../kinds/soap/soap-service.ts";
import { describeWsdl, type DescribedService } from "../../kinds/soap/wsdl.ts";
import { AnswerRefused, httpSystem } from "../../reading/bounded-http.ts";
import { NoSample, type SampledSource, type SampledTable, type StatedForm } from "../sample.ts";
import { withoutRows, withRows } from "./answered-table.ts";
import { firstPage } from "./first-page.ts";
import { tablesOf, type Parameter, type Shape } from "./shape.ts";

const FORMS: Readonly<Record<string, StatedForm>> = {
  int: "whole",
  integer: "whole",
  long: "whole",
  short: "whole",
  decimal: "decimal",
  double: "decimal",
  float: "decimal",
  boolean: "truth",
  date: "day",
  dateTime: "moment",
};

/** What `soap` writes beside the parts of a message. */
const OWN = ["targetNSAlias", "targetNamespace"];

/** A type as `soap` names it: `xsd:int`, or `Zt|xsd:string|1,2` of one whose values are listed. */
const valueOf = (type: string, title: string | undefined): Shape => {
  const [name = "", base = name, codes] = type.split("|");
  const local = base.slice(base.indexOf(":") + 1);
  return { kind: "value", form: FORMS[local], title, codes: codes?.split(",") };
};

const shapeOf = (message: DescribedMessage, titles: DescribedService["titles"]): Shape => {
  const properties = Object.entries(message)
    .filter(([name]) => !OWN.includes(name))
    .map(([name, within]): [string, Shape] => {
      const plain = name.replace(/\[\]$/, "");
      const title = titles.get(plain);
      const one = typeof within === "string" ? valueOf(within, title) : shapeOf(within, titles);
      return [plain, name === plain ? one : { kind: "list", items: one, title }];
    });
  return { kind: "object", properties: new Map(properties) };
};

/** Values that a request can hold, with dots between their names. */
const parametersOf = (message: DescribedMessage, path = ""): readonly Parameter[] =>
  Object.entries(message)
    .filter(([name]) => !OWN.includes(name))
    .flatMap(([name, within]) => {
      const place = path + name.replace(/\[\]$/, "");
      return typeof within === "string" ? [{ name: place, required: false }] : parametersOf(within, `${place}.`);
    });

/** The first rows of each table, from the service itself; what it says against it leaves a table as its description has it. */
const withRowsFrom = async (
  path: string,
  place: string,
  tables: readonly SampledTable[],
  told: (done: number, of: number) => void,
): Promise<readonly SampledTable[]> => {
  const system = httpSystem(place, { concurrency: 1, seconds: 30, bytes: 16_000_000 });
  const { operations, call } = await openService(path, { system, settings: {} });
  const seen: SampledTable[] = [];
  for (const table of tables) {
    const message = messageOf(firstPage(table).query, operations.get(table.from)?.input);
    seen.push(
      await call(table.from, message).then(
        (answer) => withRows(table, answer, true),
        (error: unknown) => withoutRows(table, error),
      ),
    );
    told(seen.length, tables.length);
  }
  await system.close();
  return seen;
};

/**
 * Looks at a WSDL with the files that it imports: a table of each operation that answers with a list.
 * @param place address of the running service, which is then asked for rows; without it, only its description is seen
 * @throws NoSample
 */
export async function sampleSoap(
  path: string,
  place: string | undefined,
  told: (done: number, of: number) => void,
): Promise<SampledSource> {
  const described = await describeWsdl(path).catch((error: unknown) => {
    const code = error instanceof AnswerRefused ? error.code : "WSDL";
    throw new NoSample(
      code === "IMPORT" ? "The WSDL imports a file that is not beside it." : "The file is no WSDL that can be read.",
    );
  });
  const { operations, titles, files } = described;
  const tables = [...operations].flatMap(([name, { input, output }]) =>
    tablesOf(name, shapeOf(output, titles), parametersOf(input), titles.get(name)),
  );
  if (tables.length === 0) throw new NoSample("No operation of the WSDL answers with a list of records.");
  const [wsdl = ""] = files.keys();
  return {
    kind: "soap",
    settings: { wsdl },
    tables: place === undefined ? tables : await withRowsFrom(path, place, tables, told),
    beside: [...files].map(([name, content]) => ({ name, content })),
    place: place ?? null,
  };
}
