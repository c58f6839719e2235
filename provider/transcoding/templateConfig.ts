import type { TranscodeTemplateConfig } from "../client/ice";
import type { Values } from "../handler";
import type { LiveTranscodeTemplateInputs } from "../resources/liveTranscodeTemplate";
import { isRecord } from "../rules/check";

export type TemplateConfig = NonNullable<LiveTranscodeTemplateInputs["templateConfig"]>;

const GROUPS = ["videoParams", "audioParams"] as const;

/** The service takes every value as text, numbers included. */
export function toWireConfig(config: TemplateConfig): TranscodeTemplateConfig {
  return eachGroup(config, (params) =>
    Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)])),
  );
}

/** What the service holds, with numbers as numbers and names as a program writes them. Empty texts are left out. */
export function fromWireConfig(wire: TranscodeTemplateConfig | undefined): TemplateConfig | undefined {
  const config = eachGroup<TemplateConfig>(wire ?? {}, (params) => {
    const known = Object.entries(params).filter(([, value]) => value !== "" && value !== undefined);
    return Object.fromEntries(known.map(([name, value]) => [name, fromWireValue(name, value)]));
  });
  return Object.keys(config).length === 0 ? undefined : config;
}

/** A list of the service writes `264`, an example `aaclow`: other spellings of what a program writes. */
const SPELLINGS: Readonly<Record<string, string>> = {
  264: "H.264",
  h264: "H.264",
  265: "H.265",
  h265: "H.265",
  aac: "AAC",
  mp3: "MP3",
  aaclow: "aac_low",
  aache: "aac_he",
  aachev2: "aac_he_v2",
  aacld: "aac_ld",
};

function fromWireValue(name: string, value: unknown): unknown {
  const text = String(value);
  const isName = name === "codec" || (name === "profile" && /[a-z]/i.test(text));
  if (isName) return SPELLINGS[text.toLowerCase().replace(/[._\s-]/g, "")] ?? text;
  return /^\d+$/.test(text) ? Number(text) : text;
}

/**
 * Of what the service holds the part that a program declares: what the service fills in by itself is no difference, nor
 * is a profile of audio in a spelling that nobody has written down (an example of the service says `1`).
 */
export function declaredPart(
  declared: TemplateConfig | undefined,
  found: TemplateConfig | undefined,
): TemplateConfig | undefined {
  if (declared === undefined) return undefined;
  return eachGroup<TemplateConfig>(declared, (params, group) => {
    const there: Values = { ...found?.[group] };
    const part = Object.keys(params).map((name) => {
      const isUnreadable = group === "audioParams" && name === "profile" && typeof there[name] === "number";
      return [name, isUnreadable ? params[name] : there[name]] as const;
    });
    return Object.fromEntries(part.filter(([, value]) => value !== undefined));
  });
}

function eachGroup<Result extends object>(
  config: object,
  change: (params: Values, group: (typeof GROUPS)[number]) => Values,
): Result {
  const groups = GROUPS.flatMap((group) => {
    const params = (config as Values)[group];
    return isRecord(params) ? [[group, change(params, group)] as const] : [];
  });
  return Object.fromEntries(groups.filter(([, params]) => Object.keys(params).length > 0)) as Result;
}
