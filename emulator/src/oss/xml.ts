import { XMLBuilder, XMLParser, XMLValidator } from "fast-xml-parser";
import { OssError } from "./errors";
import type { XmlElements, XmlValue } from "./records";

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: false,
  htmlEntities: true,
});
const builder = new XMLBuilder({ format: false });

/** A document with the one element `root`. */
export function buildXml(root: string, content: XmlValue): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ [root]: content })}`;
}

/**
 * The elements inside the document's element `root`. Values are text as it was written, blanks included.
 * @throws OssError `MalformedXML`.
 */
export function parseXml(text: string, root: string): XmlElements {
  if (/<!DOCTYPE/i.test(text) || XMLValidator.validate(text) !== true) {
    throw new OssError("MalformedXML");
  }
  const content: unknown = parser.parse(text)[root];
  if (content === undefined) {
    throw new OssError("MalformedXML", { ExpectedElement: root });
  }
  return elementsOf(content as XmlValue);
}

/** The elements inside an element; none if it holds only text. */
export function elementsOf(value: XmlValue | undefined): XmlElements {
  return typeof value === "object" && !Array.isArray(value) ? (value as XmlElements) : {};
}

/** An element that may come several times, as a list. */
export function listOf(value: XmlValue | undefined): readonly XmlValue[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value as XmlValue];
}

/** The text of an element without the blanks around it; `undefined` if it is missing or holds elements. */
export function textOf(value: XmlValue | undefined): string | undefined {
  return typeof value === "string" ? value.trim() : undefined;
}

/** The same elements without the blanks between them. */
export function withoutBlanks(value: XmlValue): XmlValue {
  if (typeof value !== "object") {
    return String(value).trim();
  }
  if (Array.isArray(value)) {
    return value.map(withoutBlanks);
  }
  const elements = Object.entries(value as XmlElements).filter(([name]) => name !== "#text");
  return Object.fromEntries(elements.map(([name, inner]) => [name, withoutBlanks(inner ?? "")]));
}
