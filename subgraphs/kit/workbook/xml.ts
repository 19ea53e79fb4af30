import { SaxesParser } from "saxes";
import { WorkbookRefused } from "./refusal.ts";
import { unpacked, type Budget, type ZipEntry } from "./zip.ts";

/** An element as it begins. */
export interface Element {
  /** Local name, when it belongs to the workbook's own vocabulary; else empty. */
  readonly name: string;
  /** Value of an attribute without a namespace, or of `namespace`. */
  readonly attribute: (name: string, namespace?: "relationship") => string | null;
  /** Local names of the elements around it, outermost first. */
  readonly path: readonly string[];
}

/** Called while a file is read, in its order. A call that throws ends the reading. */
export interface Handlers {
  readonly open: (element: Element) => void;
  readonly text: (text: string, path: readonly string[]) => void;
  readonly close: (path: readonly string[]) => void;
}

/** Both editions of ISO/IEC 29500, of the parts and of the relations between them. */
const OWN = new Set([
  "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
  "http://purl.oclc.org/ooxml/spreadsheetml/main",
  "http://schemas.openxmlformats.org/package/2006/relationships",
]);
const RELATIONSHIP = new Set([
  "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
  "http://purl.oclc.org/ooxml/officeDocument/relationships",
]);

const DEEPEST = 32;

const malformed = (): WorkbookRefused => new WorkbookRefused("its XML is not well-formed", "其 XML 不合规范");

/**
 * Reads one XML file of a workbook piece by piece, in UTF-8. A document type is refused, and with it every entity of the
 * file's own.
 * @throws WorkbookRefused, and what the handlers throw
 */
export async function readXml(file: Buffer, entry: ZipEntry, budget: Budget, handlers: Handlers): Promise<void> {
  const parser = new SaxesParser({ xmlns: true, position: false });
  const path: string[] = [];
  parser.on("error", () => {
    throw malformed();
  });
  parser.on("doctype", () => {
    throw new WorkbookRefused("a document type is not allowed", "不得含文档类型声明");
  });
  parser.on("opentag", ({ local, uri, attributes }) => {
    const name = OWN.has(uri) ? local : "";
    const attribute: Element["attribute"] = (wanted, namespace) => {
      for (const found of Object.values(attributes)) {
        const fits = namespace ? RELATIONSHIP.has(found.uri) : found.uri === "";
        if (fits && found.local === wanted) return found.value;
      }
      return null;
    };
    handlers.open({ name, attribute, path });
    path.push(name);
    if (path.length > DEEPEST) throw malformed();
  });
  const say = (text: string): void => {
    handlers.text(text, path);
  };
  parser.on("text", say);
  parser.on("cdata", say);
  parser.on("closetag", () => {
    handlers.close(path);
    path.pop();
  });
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for await (const piece of unpacked(file, entry, budget)) parser.write(decoder.decode(piece, { stream: true }));
    parser.write(decoder.decode());
    parser.close();
  } catch (error) {
    throw error instanceof WorkbookRefused ? error : malformed();
  }
}
