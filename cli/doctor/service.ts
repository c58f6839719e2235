import { ServiceError } from "../../provider/client/errors";
import { utcSeconds } from "../../provider/clock";
import { messageOf } from "../../provider/error";
import { LIVE_PROCESSING_REGION } from "../../provider/place";
import { type Access, explained } from "../stack";
import type { Check } from "./check";

/** A signature is refused beyond this. Source: signature pages. */
const MAX_CLOCK_SKEW_SECONDS = 15 * 60;
const NOTABLE_CLOCK_SKEW_SECONDS = 60;
const REACH_TIMEOUT_MILLISECONDS = 10_000;

/** Region and endpoint: what they are, whether they can be reached, and how far the clocks are apart. */
export async function placeChecks({ services }: Access): Promise<Check[]> {
  const { region, ice } = services.settings;
  const offersLive = region === LIVE_PROCESSING_REGION;
  return [
    {
      subject: "region",
      state: offersLive ? "ok" : "warning",
      found: offersLive ? region : `${region}, for which live processing is not documented`,
      ...(offersLive ? {} : { advice: `Set alicloud-ice:region to ${LIVE_PROCESSING_REGION}.` }),
    },
    ...(await reachChecks(`${ice.protocol}://${ice.host}/`, services.clock.now)),
  ];
}

async function reachChecks(address: string, now: () => number): Promise<Check[]> {
  const asked = now();
  let answer: Response;
  try {
    answer = await fetch(address, {
      method: "HEAD",
      signal: AbortSignal.timeout(REACH_TIMEOUT_MILLISECONDS),
    });
  } catch (thrown) {
    const cause = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown;
    return [
      {
        subject: "endpoint",
        state: "failed",
        found: `${address} can't be reached: ${messageOf(cause)}`,
        advice: "Check alicloud-ice:endpoint, the network and its proxy.",
      },
    ];
  }
  const reached: Check = { subject: "endpoint", state: "ok", found: `${address} answers` };
  const date = Date.parse(answer.headers.get("date") ?? "");
  return Number.isNaN(date) ? [reached] : [reached, clockCheck((now() + asked) / 2 - date)];
}

function clockCheck(aheadMilliseconds: number): Check {
  const seconds = Math.round(Math.abs(aheadMilliseconds) / 1_000);
  const found = `this machine's clock is ${seconds} s ${aheadMilliseconds < 0 ? "behind" : "ahead of"} the service's`;
  const subject = "clock";
  if (seconds <= NOTABLE_CLOCK_SKEW_SECONDS) return { subject, state: "ok", found };
  return {
    subject,
    state: seconds > MAX_CLOCK_SKEW_SECONDS ? "failed" : "warning",
    found,
    advice: `Set this machine's clock: beyond ${MAX_CLOCK_SKEW_SECONDS / 60} minutes every call is refused.`,
  };
}

/** Whose the credentials are, and where they come from; never what they are. */
export async function credentialsCheck(access: Access): Promise<Check> {
  const subject = "credentials";
  try {
    const account = await access.services.account();
    return { subject, state: "ok", found: `account ${account}, from ${access.services.credentialsOrigin()}` };
  } catch (thrown) {
    return { subject, state: "failed", found: messageOf(explained(access, thrown)) };
  }
}

type Ice = Access["services"]["ice"];

/** Calls that change nothing: a page of each list. */
const HARMLESS_CALLS: Readonly<Record<string, (ice: Ice, now: number) => Promise<unknown>>> = {
  ListLiveRecordJobs: (ice) => ice.listLiveRecordJobs({ pageSize: 1 }),
  ListLiveRecordTemplates: (ice) => ice.listLiveRecordTemplates({ pageSize: 1 }),
  ListLiveRecordFiles: (ice, now) =>
    ice.listLiveRecordFiles({
      startTime: utcSeconds(now - 3_600_000),
      endTime: utcSeconds(now),
      pageSize: 5,
    }),
};

/** RAM actions, as far as they can be tried; those that would change something are named and not tried. */
export async function permissionChecks(access: Access, untried: readonly string[]): Promise<Check[]> {
  const { ice, clock } = access.services;
  const checks: Check[] = [];
  for (const [action, call] of Object.entries(HARMLESS_CALLS)) {
    checks.push(await permissionCheck(action, () => call(ice, clock.now())));
  }
  return [
    ...checks,
    {
      subject: "other RAM actions",
      state: "unknown",
      found: `not tried, since they would change something: ${untried.join(", ")}`,
    },
  ];
}

async function permissionCheck(action: string, call: () => Promise<unknown>): Promise<Check> {
  const subject = `ice:${action}`;
  try {
    await call();
    return { subject, state: "ok", found: "allowed" };
  } catch (thrown) {
    // The message says itself what to do, where anybody knows.
    const isRefused = thrown instanceof ServiceError && thrown.status === 403;
    return {
      subject,
      state: "failed",
      found: isRefused ? messageOf(thrown) : `not known: ${messageOf(thrown)}`,
    };
  }
}
