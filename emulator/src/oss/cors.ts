import type { IncomingMessage, ServerResponse } from "node:http";
import { OssError } from "./errors";
import type { CorsRule } from "./records";

/** Adds the headers that let a browser's script read the answer, if a rule of the bucket allows it. */
export function addCorsHeaders(
  request: IncomingMessage,
  response: ServerResponse,
  rules: readonly CorsRule[],
): void {
  const { origin } = request.headers;
  const rule = origin && rules.find((each) => allows(each, origin, request.method ?? ""));
  if (rule) {
    setRuleHeaders(response, rule, origin);
  }
}

/** Answers the question that a browser asks before it sends a request of another site. */
export function answerPreflight(
  request: IncomingMessage,
  response: ServerResponse,
  rules: readonly CorsRule[],
): void {
  const { origin } = request.headers;
  const method = request.headers["access-control-request-method"];
  if (origin === undefined || method === undefined) {
    throw new OssError(
      "InvalidArgument",
      {},
      "A preflight needs the headers Origin and Access-Control-Request-Method.",
    );
  }
  if (rules.length === 0) {
    throw new OssError("AccessForbidden", {}, "CORSResponse: CORS is not enabled for this bucket.");
  }
  const wanted = (request.headers["access-control-request-headers"] ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "");
  const rule = rules.find(
    (each) =>
      allows(each, origin, method) &&
      wanted.every((name) => each.AllowedHeader.some((pattern) => matches(pattern.toLowerCase(), name))),
  );
  if (rule === undefined) {
    throw new OssError("AccessForbidden", { Method: method, Origin: origin });
  }
  setRuleHeaders(response, rule, origin);
  if (wanted.length > 0) {
    response.setHeader("access-control-allow-headers", wanted.join(", "));
  }
  if (rule.MaxAgeSeconds !== undefined) {
    response.setHeader("access-control-max-age", rule.MaxAgeSeconds);
  }
  response.writeHead(200, { "content-length": 0 }).end();
}

function allows(rule: CorsRule, origin: string, method: string): boolean {
  return (
    rule.AllowedMethod.includes(method) && rule.AllowedOrigin.some((pattern) => matches(pattern, origin))
  );
}

// A pattern holds at most one *, which stands for any text.
function matches(pattern: string, text: string): boolean {
  const [start = "", end] = pattern.split("*");
  return end === undefined
    ? pattern === text
    : text.length >= start.length + end.length && text.startsWith(start) && text.endsWith(end);
}

function setRuleHeaders(response: ServerResponse, rule: CorsRule, origin: string): void {
  response.setHeader("access-control-allow-origin", rule.AllowedOrigin.includes("*") ? "*" : origin);
  response.setHeader("access-control-allow-methods", rule.AllowedMethod.join(", "));
  response.setHeader("vary", "Origin");
  if (rule.ExposeHeader.length > 0) {
    response.setHeader("access-control-expose-headers", rule.ExposeHeader.join(", "));
  }
}
