import { ServiceError } from "../../client/errors";
import { type Context, DEFAULT_TIMEOUTS, openServices, type Services, type Timeouts } from "../../context";
import { messageOf, ownFailure } from "../../error";
import { readForTheFirstTime } from "../../firstRead";
import { ResourceError, type Values } from "../../handler";
import type { AnyHandler } from "../../registry";
import { withoutNulls } from "../../rules/check";
import { engineAlive, engineLog } from "./engine";
import { split, TIMEOUTS_INPUT, URN_INPUT } from "./hidden";
import { markSecrets, secretOnWire } from "./secrets";
import { stackFileValues } from "./stackFile";

/** The object that Pulumi's dynamic-provider process calls. */
export interface DynamicProvider {
  configure(request: { config: { get(key: string): string | undefined } }): Promise<void>;
  check(
    olds: Values,
    news: Values,
  ): Promise<{ inputs: Values; failures: { property: string; reason: string }[] }>;
  diff(id: string, olds: Values, news: Values): Promise<DynamicDiff>;
  create(inputs: Values): Promise<{ id: string; outs: Values }>;
  read(id: string, props: Values): Promise<{ id?: string; props?: Values; inputs?: Values }>;
  update(id: string, olds: Values, news: Values): Promise<{ outs: Values }>;
  delete(id: string, props: Values): Promise<void>;
}

interface DynamicDiff {
  /** `undefined` lets the engine compare the inputs itself, which keeps `replaceOnChanges` and the display working. */
  changes: boolean | undefined;
  replaces?: string[];
  deleteBeforeReplace?: boolean;
}

type ReadConfig = (key: string) => string | undefined;

/** One process serves every resource of one stack: they share their clients. */
let services: Services | undefined;

/**
 * Settings that count as soon as they are written, although no program runs: where things live (a resource of another
 * place must not be taken for gone), and what a destroy that has failed may leave behind. Keys are not among them:
 * their secret half is encrypted in the file.
 */
const COUNT_AT_ONCE: ReadonlySet<string> = new Set([
  "alicloud-ice:region",
  "alicloud-ice:endpoint",
  "alicloud-ice:liveEndpoint",
  "alicloud-ice:ossEndpoint",
  "alicloud-ice:stsEndpoint",
  "alicloud-ice:protocol",
  "alicloud-ice:transport",
  "alicloud-ice:abandonJobs",
  "alicloud:region",
]);

function sharedServices(read: ReadConfig, stack: string): Services {
  if (services === undefined) {
    const written = stackFileValues(stack);
    const readNow = (key: string): string | undefined =>
      (COUNT_AT_ONCE.has(key) ? written[key] : undefined) ?? read(key);
    services = openServices(
      (namespace, key) => readNow(`${namespace}:${key}`),
      (message) => engineLog("").info(message),
    );
  }
  return services;
}

/** Wraps a handler for the dynamic host, which has traps of its own: each is taken care of here, for all resources. */
export function bridge(handler: AnyHandler): DynamicProvider {
  let configured: (read: ReadConfig) => void = () => undefined;
  // Handlers may be called before configure has returned: they wait for this.
  const configuration = new Promise<ReadConfig>((resolve) => {
    configured = resolve;
  });

  async function open(hidden: Values): Promise<Context> {
    const urn = typeof hidden[URN_INPUT] === "string" ? hidden[URN_INPUT] : "";
    const stack = urn.split("::")[0]?.replace(/^urn:pulumi:/, "") ?? "";
    const { settings, ice, live, oss, account, clock, namesInState } = sharedServices(
      await configuration,
      stack,
    );
    return {
      settings,
      ice,
      live,
      oss,
      account,
      clock,
      namesInState,
      urn,
      name: urn.split("::").slice(3).join("::") || handler.kind,
      log: engineLog(urn),
      // This host is never told of a cancellation: waits end by their time limits.
      signal: new AbortController().signal,
      timeouts: readTimeouts(hidden[TIMEOUTS_INPUT]),
      callerAlive: engineAlive,
    };
  }

  /** Runs one operation; whatever it throws leaves as an Error with a message and no stack. */
  async function operate<T>(verb: string, hidden: Values, work: (ctx: Context) => Promise<T>): Promise<T> {
    let name: string = handler.kind;
    try {
      const ctx = await open(hidden);
      name = `${handler.kind} "${ctx.name}"`;
      return await work(ctx).finally(() => ctx.log.status(""));
    } catch (thrown) {
      throw presentable(thrown, `${verb} ${name}`, hidden);
    }
  }

  return {
    configure: ({ config }) => {
      configured((key) => config.get(key));
      return Promise.resolve();
    },

    check: (olds, news) => {
      const { hidden, own } = split(news);
      const before = split(olds).own;
      return operate("checking", hidden, async (ctx) => {
        const known = Object.keys(before).length === 0 ? undefined : before;
        const { inputs, failures } = await handler.check(ctx, known, withoutNulls(own));
        return {
          inputs: plain({ ...inputs, ...hidden }),
          // The engine prints the value of a named property, in clear even when it is secret: the reason says all.
          failures: failures.map(({ path, reason }) => ({ property: "", reason: `${path}: ${reason}` })),
        };
      });
    },

    diff: (id, olds, news) => {
      const { hidden, own } = split(news);
      return operate("comparing", hidden, async (ctx) => {
        const { changedPaths, replacePaths, drifted } = await handler.diff(ctx, id, split(olds).own, own);
        const replaces = replacePaths.length > 0 ? { replaces: [...replacePaths] } : {};
        if (drifted) return { changes: true, ...replaces };
        if (changedPaths.length > 0) return { changes: undefined, ...replaces };
        return { changes: timeoutsChanged(olds, news) ? undefined : false };
      });
    },

    create: (inputs) => {
      const { hidden, own } = split(inputs);
      return operate("creating", hidden, async (ctx) => {
        const { id, outs } = await handler.create(ctx, own);
        return { id, outs: keptWith(id, outs, hidden) };
      });
    },

    read: (id, props) => {
      const { hidden, own } = split(props);
      return operate("reading", hidden, async (ctx) => {
        // Nothing is known of it: the program gets it by its id, or it is imported.
        const isFirst = Object.keys(own).length === 0;
        const found = await (isFirst ? readForTheFirstTime(handler, ctx, id) : handler.read(ctx, id, own));
        if (found === "gone") return {};
        const stored = (values: Values): Values =>
          markSecrets(handler, plain({ ...values, ...hidden }), secretOnWire);
        const inputs = found.inputs ? { inputs: stored(found.inputs) } : {};
        return { id, props: stored(found.outs), ...inputs };
      });
    },

    update: (id, olds, news) => {
      const { hidden, own } = split(news);
      return operate("updating", hidden, async (ctx) => {
        const outs = await handler.update(ctx, id, split(olds).own, own);
        return { outs: plain({ ...outs, ...hidden }) };
      });
    },

    delete: (id, props) => {
      const { hidden, own } = split(props);
      return operate("deleting", hidden, (ctx) => handler.delete(ctx, id, own));
    },
  };
}

function timeoutsChanged(olds: Values, news: Values): boolean {
  return JSON.stringify(olds[TIMEOUTS_INPUT]) !== JSON.stringify(news[TIMEOUTS_INPUT]);
}

/** JSON's own idea of a value: an `undefined` or a Date anywhere in it would fail after create has run. */
function plain(values: Values): Values {
  return JSON.parse(JSON.stringify(values));
}

/** The thing is made: outputs that can't be kept must not lose its id. */
function keptWith(id: string, outs: Values, hidden: Values): Values {
  try {
    return plain({ ...outs, ...hidden });
  } catch (thrown) {
    throw new ResourceError(`${id} was made, but its outputs can't be kept: ${messageOf(thrown)}`, {
      id,
      outs: {},
    });
  }
}

const UNITS_MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** `customTimeouts` as Pulumi writes them: "90s", "5m", "1h30m". */
function readTimeouts(given: unknown): Timeouts {
  const texts: Values = typeof given === "object" && given !== null ? { ...given } : {};
  const milliseconds = (text: unknown, standard: number): number => {
    const parts = typeof text === "string" ? [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)] : [];
    const sum = parts.reduce(
      (total, [, count, unit = ""]) => total + Number(count) * (UNITS_MILLISECONDS[unit] ?? 0),
      0,
    );
    return sum > 0 ? sum : standard;
  };
  return {
    create: milliseconds(texts.create, DEFAULT_TIMEOUTS.create),
    update: milliseconds(texts.update, DEFAULT_TIMEOUTS.update),
    delete: milliseconds(texts.delete, DEFAULT_TIMEOUTS.delete),
  };
}

interface PresentableError extends Error {
  id?: string;
  properties?: Values;
  reasons?: string[];
}

/** The engine is told in headers, three times over, beside the outputs: too long a message would lose them and the id. */
const MAX_MESSAGE_CHARACTERS = 4_000;

function presentable(thrown: unknown, doing: string, hidden: Values): PresentableError {
  const own = ownFailure(thrown);
  const all = messageOf(thrown);
  const said = all.length > MAX_MESSAGE_CHARACTERS ? `${all.slice(0, MAX_MESSAGE_CHARACTERS)}…` : all;
  const error: PresentableError = new Error(own instanceof ServiceError ? `${doing}: ${said}` : said);
  if (own === undefined)
    error.message = `${doing}: ${said}. This is a defect of pulumi-alicloud-ice; please report it.`;
  // The host prints the stack of what check, diff, read and delete throw.
  error.stack = "";
  if (own instanceof ResourceError && own.partial) {
    error.id = own.partial.id;
    error.properties = partialOutputs(own.partial.outs, hidden);
    error.reasons = [error.message];
  }
  return error;
}

function partialOutputs(outs: Values, hidden: Values): Values {
  try {
    return plain({ ...outs, ...hidden });
  } catch {
    return hidden;
  }
}
