import { kinds } from "../../registry";
import { PROVIDER_INPUT, URN_INPUT } from "./hidden";
import { providerText, typeToken } from "./tokens";

/** A message of values, as Pulumi's generated code has it. */
interface Struct {
  toJavaScript(): Record<string, unknown>;
}

/** What the engine asks when it imports, gets or refreshes a resource. */
interface ReadRequest {
  getUrn(): string;
  getProperties(): Struct | undefined;
  getInputs(): Struct | undefined;
}

/**
 * Supplies what a read of an import lacks. The engine tells a provider the id and the URN alone, and the
 * dynamic-provider process looks for the provider's text among the resource's values: it stops there. For our types the
 * URN says which text it is, and what the class would have added to the inputs.
 * @param require that of Pulumi's dynamic-provider script
 */
export function completeReads(require: NodeJS.Require): void {
  const messages: { ReadRequest: { prototype: ReadRequest } } = require("../../proto/provider_pb");
  const values: {
    Struct: { fromJavaScript(values: object): Struct };
  } = require("google-protobuf/google/protobuf/struct_pb");
  const texts = new Map(kinds.map((kind) => [typeToken(kind), providerText(kind)]));
  const prototype = messages.ReadRequest.prototype;
  const { getProperties } = prototype;
  prototype.getProperties = function () {
    const given = getProperties.call(this);
    const text = texts.get(typeOf(this.getUrn()));
    if (text === undefined || isProvided(given) || isProvided(this.getInputs())) return given;
    return values.Struct.fromJavaScript({ [PROVIDER_INPUT]: text, [URN_INPUT]: this.getUrn() });
  };
}

function isProvided(values: Struct | undefined): boolean {
  return values?.toJavaScript()[PROVIDER_INPUT] !== undefined;
}

/** `urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME`, where the parents' types are left out for a root resource. */
function typeOf(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}
