import type { EventCallback } from "../accountSettings";
import { invalidParameter, missingParameter } from "../http/errors";
import { type Operation, operation } from "./operation";
import { isUrlOf, type Parameters } from "./parameters";

export const MAX_CALLBACK_URL_BYTES = 256;
export const MAX_AUTH_KEY_CHARACTERS = 32;
const QUEUE_NAME_PREFIX = "ice-callback-";
const EVENT_TYPES = /^[A-Za-z0-9]+(,[A-Za-z0-9]+)*$/;
const AUTH_KEY = /^[A-Za-z0-9]+$/;

/** The general callback of the account: one address for the events that it lists. */
export const eventCallback: readonly Operation[] = [
  operation("SetEventCallback", ({ service, parameters }) => {
    const callbackType = parameters.requiredChoice("CallbackType", ["HTTP", "MNS"]);
    const types = readEventTypes(parameters);
    const target = callbackType === "HTTP" ? readHttpTarget(parameters) : readQueue(parameters);
    service.accountSettings.set({
      eventCallback: { CallbackType: callbackType, EventTypeList: types, ...target },
    });
    return { Success: true };
  }),

  operation("GetEventCallback", ({ service }) => ({ ...service.accountSettings.eventCallback })),
];

type Target = Omit<EventCallback, "CallbackType" | "EventTypeList">;

function readHttpTarget(parameters: Parameters): Target {
  const CallbackURL = parameters.requiredText("CallbackURL");
  if (Buffer.byteLength(CallbackURL) > MAX_CALLBACK_URL_BYTES) {
    throw invalidParameter("CallbackURL", `must be at most ${MAX_CALLBACK_URL_BYTES} bytes`);
  }
  if (!isUrlOf(CallbackURL, ["http:", "https:"]) || /[\s,;|]+https?:/i.test(CallbackURL)) {
    throw invalidParameter("CallbackURL", "must be one http:// or https:// URL");
  }
  const AuthSwitch = parameters.choice("AuthSwitch", ["on", "off"]);
  const AuthKey = readAuthKey(parameters);
  if (AuthSwitch === "on" && AuthKey === undefined) {
    throw missingParameter("AuthKey");
  }
  return { CallbackURL, AuthSwitch, AuthKey };
}

function readAuthKey(parameters: Parameters): string | undefined {
  const key = parameters.text("AuthKey");
  if (key !== undefined && (key.length > MAX_AUTH_KEY_CHARACTERS || !AUTH_KEY.test(key))) {
    throw invalidParameter("AuthKey", `must be at most ${MAX_AUTH_KEY_CHARACTERS} letters and digits`);
  }
  return key;
}

function readQueue(parameters: Parameters): Target {
  const CallbackQueueName = parameters.requiredText("CallbackQueueName");
  if (!CallbackQueueName.startsWith(QUEUE_NAME_PREFIX)) {
    throw invalidParameter("CallbackQueueName", `must start with ${QUEUE_NAME_PREFIX}`);
  }
  return { CallbackQueueName };
}

function readEventTypes(parameters: Parameters): string | undefined {
  const types = parameters.text("EventTypeList");
  if (types !== undefined && !EVENT_TYPES.test(types)) {
    throw invalidParameter("EventTypeList", "must be names of events, separated by commas");
  }
  return types;
}
