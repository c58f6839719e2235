// A double of the official client `@alicloud/ice20201109` 6.x, which can't be installed everywhere: its methods, its
// classes and its fields by the names in operations.cjs, over the official core library, which signs and sends.
const { default: OpenApi, $OpenApiUtil, OpenApiUtil } = require("@alicloud/openapi-core");
const $dara = require("@darabonba/typescript");
const operations = require("./operations.cjs");

const capitalized = (name) => name.charAt(0).toUpperCase() + name.slice(1);

/** A class of the official models: static names and types, nested classes named after it and their field. */
function model(name, shape, nameOnWire = wireName) {
  const typeOf = (type, field) => {
    if (typeof type === "string" || typeof type === "function") return type;
    const nested = `${name}${capitalized(field)}`;
    if (Array.isArray(type)) return { type: "array", itemType: typeOf(type[0], field) };
    return type.type === "map" ? type : model(nested, type);
  };
  const types = Object.fromEntries(
    Object.entries(shape).map(([field, type]) => [field, typeOf(type, field)]),
  );
  const names = Object.fromEntries(Object.keys(shape).map((field) => [field, nameOnWire(field)]));
  const made = class extends $dara.Model {
    static names() {
      return names;
    }
    static types() {
      return types;
    }
  };
  Object.defineProperty(made, "name", { value: name });
  module.exports[name] = made;
  return made;
}

/** Of a request's JSON the client keeps a text beside the object, in a field of its own. */
function wireName(field) {
  return capitalized(field).replace(/Shrink$/, "");
}

class Client extends OpenApi {
  constructor(config) {
    super(config);
    this._endpointRule = "regional";
    this.checkConfig(config);
  }
}

for (const [action, { method, place, json, request, answer }] of Object.entries(operations)) {
  const isJson = (field) => json.includes(capitalized(field));
  const Request = request && model(`${action}Request`, request);
  const shrunk = Object.entries(request ?? {}).map(([field, type]) =>
    isJson(field) ? [`${field}Shrink`, "string"] : [field, type],
  );
  const ShrinkRequest =
    json.length > 0 ? model(`${action}ShrinkRequest`, Object.fromEntries(shrunk)) : Request;
  const Response = model(
    `${action}Response`,
    {
      headers: { type: "map", keyType: "string", valueType: "string" },
      statusCode: "number",
      body: model(`${action}ResponseBody`, { ...answer, requestId: "string" }),
    },
    (field) => field,
  );

  const parametersOf = (given) => {
    if (given === undefined) return {};
    given.validate();
    const sent = new ShrinkRequest({});
    if (ShrinkRequest !== Request) OpenApiUtil.convert(given, sent);
    for (const field of Object.keys(request)) {
      if ($dara.isNull(given[field])) continue;
      if (isJson(field)) {
        const text = OpenApiUtil.arrayToStringWithSpecifiedStyle(given[field], capitalized(field), "json");
        sent[`${field}Shrink`] = text;
      } else sent[field] = given[field];
    }
    return sent.toMap();
  };
  const send = async (client, given, runtime) => {
    const parameters = parametersOf(given);
    const sent =
      place === "body"
        ? { body: OpenApiUtil.parseToMap(parameters) }
        : request && { query: OpenApiUtil.query(parameters) };
    const params = new $OpenApiUtil.Params({
      action,
      version: "2020-11-09",
      protocol: "HTTPS",
      pathname: "/",
      method,
      authType: "AK",
      style: "RPC",
      reqBodyType: "formData",
      bodyType: "json",
    });
    const answered = await client.callApi(params, new $OpenApiUtil.OpenApiRequest(sent ?? {}), runtime);
    return $dara.cast(answered, new Response({}));
  };

  const name = action.charAt(0).toLowerCase() + action.slice(1);
  const withOptions = `${name}WithOptions`;
  Client.prototype[withOptions] = request
    ? function (given, runtime) {
        return send(this, given, runtime);
      }
    : function (runtime) {
        return send(this, undefined, runtime);
      };
  Client.prototype[name] = request
    ? function (given) {
        return this[withOptions](given, new $dara.RuntimeOptions({}));
      }
    : function () {
        return this[withOptions](new $dara.RuntimeOptions({}));
      };
}

module.exports.default = Client;
