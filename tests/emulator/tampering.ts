import { type OldRequestOptions, oldRequest } from "./oldScheme";
import { type RawRequest, type SigningOptions, signedRequest, type Target } from "./rpcSupport";

/** A permanent key, a key that was switched off, and temporary credentials. */
export const PERMANENT = { accessKeyId: "permanent", accessKeySecret: "permanentSecret" };
export const INACTIVE = { accessKeyId: "inactive", accessKeySecret: "inactiveSecret", inactive: true };
export const TEMPORARY = {
  accessKeyId: "STS.temporary",
  accessKeySecret: "temporarySecret",
  securityToken: "token",
};

const TEMPLATE = { Name: "a b+c*~直播", RecordFormat: '[{"Format":"mp4"}]' };
export const ACTION = "CreateLiveRecordTemplate";
const MINUTE_MILLISECONDS = 60_000;

/** Codes that many wrong requests are answered with. */
export const MISMATCH = "SignatureDoesNotMatch";
export const INCOMPLETE = "IncompleteSignature";
export const WRONG_TOKEN = "InvalidSecurityToken.MismatchWithAccessKey";

/** What is wrong, the request to an emulator, the code, the status where it is not 400. */
export type Case = readonly [what: string, request: MakeRequest, code: string, status?: number];
type MakeRequest = (emulator: Target) => RawRequest;
type Change = (request: RawRequest) => void;
type Key = Partial<Target>;

/** An ACS3 request that makes a template when nothing is wrong: signed with differences, changed afterwards. */
export function acs3(options: SigningOptions & { key?: Key } = {}, change: Change = () => {}): MakeRequest {
  const { key, ...signing } = options;
  return (emulator) => {
    const target = { ...emulator, ...key };
    const request = signedRequest(target, { action: ACTION, form: TEMPLATE, ...signing });
    change(request);
    return request;
  };
}

/** The same in the old scheme. */
export function old(options: OldRequestOptions & { key?: Key } = {}, change: Change = () => {}): MakeRequest {
  const { key, parameters, ...signing } = options;
  return (emulator) => {
    const all = { Action: ACTION, ...TEMPLATE, ...parameters };
    const request = oldRequest({ ...emulator, ...key }, { place: "both", ...signing, parameters: all });
    change(request);
    return request;
  };
}

/** A request without any signature. */
export function unsigned(headers: Record<string, string>, query = ""): MakeRequest {
  return ({ ice }) => ({
    method: "GET",
    path: "/",
    query,
    headers: { host: new URL(ice).host, "x-acs-action": ACTION, ...headers },
    body: "",
  });
}

export function changeHeader(name: string, change: (value: string) => string): Change {
  return (request) => {
    request.headers[name] = change(request.headers[name] ?? "");
  };
}

export function changeQuery(from: string | RegExp, to: string): Change {
  return (request) => {
    request.query = replaced(request.query, from, to);
  };
}

export function changeBody(from: string, to: string): Change {
  return (request) => {
    request.body = replaced(request.body, from, to);
  };
}

/** A change that changes nothing would prove nothing. */
function replaced(text: string, from: string | RegExp, to: string): string {
  const changed = text.replace(from, to);
  if (changed === text) {
    throw new Error(`there is no ${from} to change`);
  }
  return changed;
}

export function otherHexDigit(text: string): string {
  return text.endsWith("0") ? `${text.slice(0, -1)}1` : `${text.slice(0, -1)}0`;
}

export function minutesFromNow(minutes: number): Date {
  return new Date(Date.now() + minutes * MINUTE_MILLISECONDS);
}

export function iso(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

export function token(value: string): Record<string, string> {
  return { "x-acs-security-token": value };
}
