import { XMLBuilder } from "fast-xml-parser";

export type AnswerFormat = "json" | "xml";

const builder = new XMLBuilder({ format: false });

/** The format that a request's parameter `Format` asks for, in any case; `undefined` for one that does not exist. */
export function readAnswerFormat(asked: string): AnswerFormat | undefined {
  const name = asked.toLowerCase();
  return name === "json" || name === "xml" ? name : undefined;
}

export interface WrittenAnswer {
  readonly contentType: string;
  readonly text: string;
}

/**
 * Writes an answer.
 * @param root the document element of XML; JSON has none. In XML a list is its element repeated.
 */
export function writeAnswer(format: AnswerFormat, root: string, body: object): WrittenAnswer {
  const json = JSON.stringify(body);
  if (format === "json") {
    return { contentType: "application/json;charset=utf-8", text: json };
  }
  // By way of JSON, so that both formats leave out the same fields.
  const xml = builder.build({ [root]: JSON.parse(json) as unknown });
  return { contentType: "text/xml;charset=utf-8", text: `<?xml version="1.0" encoding="UTF-8"?>${xml}` };
}
