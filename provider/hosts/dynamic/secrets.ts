import { secretNames, type Values } from "../../handler";
import type { AnyHandler } from "../../registry";

/** How Pulumi marks a special value, and that it is a secret. Source: `rpc.specialSigKey` and `rpc.specialSecretSig`. */
const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

/**
 * Marks the secret inputs and outputs, so that the engine encrypts them. It does so by itself only where the state or the program
 * holds a secret of the same name: not for what is read for the first time.
 * @param mark how a secret is written, see below
 */
export function markSecrets(handler: AnyHandler, values: Values, mark: (value: unknown) => Values): Values {
  const secret = secretNames(handler).filter((name) => values[name] !== undefined);
  return { ...values, ...Object.fromEntries(secret.map((name) => [name, mark(values[name])])) };
}

/** A secret as the dynamic-provider process may answer it. */
export function secretOnWire(value: unknown): Values {
  return { [SIGNATURE_KEY]: SECRET_SIGNATURE, value };
}

/** A secret as an import file holds it: in clear, and encrypted by the engine when it is imported. */
export function secretInFile(value: unknown): Values {
  return { [SIGNATURE_KEY]: SECRET_SIGNATURE, plaintext: JSON.stringify(value) };
}
