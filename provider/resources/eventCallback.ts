import {
  type AccountSetting,
  earlierSettingOutput,
  giveUp,
  mustBeAnswer,
  mustSucceed,
  onDeleteField,
  readSetting,
  takeOver,
  updateSetting,
} from "../accountSettings/accountSetting";
import { checkTogether } from "../accountSettings/eventCallbackRules";
import type { EventCallbackSetting } from "../client/ice";
import type { ResourceHandler, Values } from "../handler";
import { accountOutput, iceLocation, requireSameLocation } from "../place";
import { httpUrlRule } from "../rules/addresses";
import { checkFields } from "../rules/check";
import { changedFields, sameValue } from "../rules/equality";
import type { Fields, InputsOf } from "../rules/fields";

// Limits. Source of all: SetEventCallback.

const MAX_URL_BYTES = 256;
const MAX_AUTH_KEY_CHARACTERS = 32;
const QUEUE_NAME_PREFIX = "ice-callback-";

// Fields

const settingFields = {
  callbackType: {
    type: "string",
    oneOf: ["HTTP", "MNS"],
    doc: "How events are delivered: `HTTP` posts them to `callbackURL`, `MNS` writes them to the queue `callbackQueueName`.",
    source: "SetEventCallback, CallbackType",
  },
  callbackURL: {
    type: "string",
    optional: "nothing; required for HTTP, refused for MNS",
    secret: true,
    doc: `The one address that events are posted to, \`http://\` or \`https://\`. At most ${MAX_URL_BYTES} bytes.`,
    source: "SetEventCallback, CallbackURL",
    rule: (value) =>
      Buffer.byteLength(value) > MAX_URL_BYTES
        ? `must be at most ${MAX_URL_BYTES} bytes long`
        : httpUrlRule(value),
  },
  callbackQueueName: {
    type: "string",
    optional: "nothing; required for MNS, refused for HTTP",
    doc: `The name of a queue in the region that events are written to; it begins with \`${QUEUE_NAME_PREFIX}\`. IMS has to be allowed in its console to write to it.`,
    source: "SetEventCallback, CallbackQueueName",
    rule: (value) =>
      value.startsWith(QUEUE_NAME_PREFIX) && value.length > QUEUE_NAME_PREFIX.length
        ? undefined
        : `must begin with "${QUEUE_NAME_PREFIX}"`,
  },
  eventTypeList: {
    type: "list",
    minItems: 1,
    doc: "The events that are delivered. Of live recording: `LiveRecordFileCreated`, `LiveRecordTaskStatus`; of snapshots: `LiveSnapshotFileCreated`. Their order does not count.",
    source: "SetEventCallback, EventTypeList (there with commas between them); event notification pages",
    items: {
      type: "string",
      doc: "The name of an event.",
      rule: (value) =>
        /^[^\s,]+$/.test(value) ? undefined : "must be the name of one event, without a comma or a space",
    },
  },
  authSwitch: {
    type: "string",
    oneOf: ["on", "off"],
    optional: "off; refused for MNS",
    doc: "`on`: posts carry a signature made with `authKey`, which does not cover their body.",
    source: "SetEventCallback, AuthSwitch",
  },
  authKey: {
    type: "string",
    optional: 'nothing; required when `authSwitch` is "on", refused otherwise',
    secret: true,
    doc: `The key of that signature: at most ${MAX_AUTH_KEY_CHARACTERS} letters and digits, with an upper-case letter, a lower-case letter and a digit.`,
    source: "SetEventCallback, AuthKey",
    rule: (value) =>
      value.length <= MAX_AUTH_KEY_CHARACTERS &&
      /^[A-Za-z0-9]+$/.test(value) &&
      [/[A-Z]/, /[a-z]/, /[0-9]/].every((kind) => kind.test(value))
        ? undefined
        : `must be at most ${MAX_AUTH_KEY_CHARACTERS} letters and digits, with an upper-case letter, a lower-case letter and a digit`,
  },
} as const satisfies Fields;

export const fields = { ...settingFields, onDelete: onDeleteField } as const satisfies Fields;

type Setting = InputsOf<typeof settingFields>;

export interface EventCallbackInputs extends InputsOf<typeof fields> {}

// Outputs

export const outputs = {
  earlierSetting: earlierSettingOutput(settingFields),
  region: { type: "string", doc: "The region whose events are delivered." },
  endpoint: { type: "string", doc: "The service's endpoint at which it was set." },
  account: accountOutput,
} as const satisfies Fields;

export interface EventCallbackOutputs extends EventCallbackInputs, InputsOf<typeof outputs> {
  __setByOthers?: true;
}

// Requests and outputs

const setting: AccountSetting<Setting> = {
  kind: "EventCallback",
  what: "event callback",
  fields: settingFields,
  async get(ice) {
    const found = await ice.getEventCallback({});
    if (found.callbackType) return { setting: fromService(found), seen: {} };
    mustBeAnswer("GetEventCallback", found);
    return undefined;
  },
  async set(ice, wanted) {
    mustSucceed("SetEventCallback", await ice.setEventCallback(toRequest(wanted)));
  },
  isSame: (wanted, found) => sameValue(comparable(wanted), comparable(found)),
  declared: (found) => counting(found) as Setting,
};

/** A switch that is left out might stay on. */
function toRequest({ eventTypeList, ...rest }: Setting): EventCallbackSetting {
  const off = rest.callbackType === "HTTP" ? { authSwitch: "off" } : {};
  return { ...off, ...rest, eventTypeList: eventTypeList.join(",") };
}

function fromService(found: EventCallbackSetting): Setting {
  const { callbackType, callbackURL, callbackQueueName, eventTypeList = "", authSwitch, authKey } = found;
  const given = { callbackType, callbackURL, callbackQueueName, authSwitch, authKey };
  const present = Object.entries(given).filter(([, value]) => value !== undefined && value !== "");
  const events = eventTypeList.split(",").filter((name) => name !== "");
  return { ...Object.fromEntries(present), eventTypeList: events } as Setting;
}

/** Without what does not count for its type. */
function counting(values: Partial<EventCallbackInputs>): Partial<EventCallbackInputs> {
  const { callbackURL, callbackQueueName, authSwitch, authKey, ...rest } = values;
  if (values.callbackType === "MNS")
    return callbackQueueName === undefined ? rest : { ...rest, callbackQueueName };
  const signed = authSwitch === undefined || authSwitch === "off" ? {} : { authSwitch, authKey };
  const given = Object.entries({ callbackURL, ...signed }).filter(([, value]) => value !== undefined);
  return { ...rest, ...Object.fromEntries(given) };
}

function comparable(values: Partial<EventCallbackInputs>): Values {
  const { eventTypeList, onDelete = "leave", ...rest } = counting(values);
  const events = Array.isArray(eventTypeList) ? [...eventTypeList].sort() : eventTypeList;
  return { ...rest, eventTypeList: events, onDelete };
}

// Lifecycle

export const eventCallback: ResourceHandler<EventCallbackInputs, EventCallbackOutputs> = {
  kind: "EventCallback",
  fields,
  outputs,
  calls: ["GetEventCallback", "SetEventCallback"],

  async check(_ctx, _olds, news) {
    const inputs = { ...news } as unknown as EventCallbackInputs;
    return { inputs, failures: [...checkFields(fields, news), ...checkTogether(inputs)] };
  },

  async diff(ctx, _id, olds, news) {
    requireSameLocation("EventCallback", ctx, olds, iceLocation(ctx));
    return { changedPaths: changedFields(fields, comparable(olds), comparable(news)), replacePaths: [] };
  },

  async create(ctx, inputs) {
    return takeOver(ctx, setting, inputs);
  },

  async read(ctx, id, outs) {
    return readSetting(ctx, setting, id, outs);
  },

  async update(ctx, _id, olds, news) {
    return updateSetting(ctx, setting, olds, news);
  },

  async delete(ctx, id, outs) {
    return giveUp(ctx, setting, id, outs);
  },
};
