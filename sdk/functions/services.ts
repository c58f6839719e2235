import * as pulumi from "@pulumi/pulumi";
import { openServices, type Services } from "../../provider/context";

let services: Services | undefined;

/**
 * The clients of the running program, with the same configuration as the resources. Functions run in the program, not
 * in the provider: a preview with them needs credentials and the network.
 */
export function programServices(): Services {
  services ??= openServices(
    (namespace, key) => new pulumi.Config(namespace).get(key),
    (message) => void pulumi.log.info(message),
  );
  return services;
}
