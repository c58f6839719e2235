import { afterEach, beforeEach, expect, it } from "vitest";
import type { OnlineStream, Origin } from "../../emulator/src/media/origin";
import { type RpcService, startRpcService } from "./rpcService";
import type { Fields } from "./rpcSupport";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let rpc: RpcService;
/** What the origin was told, in order. */
let told: string[];
let online: OnlineStream[];

function fakeOrigin(): Origin {
  const tell =
    (verb: string) =>
    async (app: string, stream: string): Promise<void> => {
      told.push(`${verb} ${app}/${stream}`);
    };
  return {
    url: "rtmp://127.0.0.1:1935",
    host: "127.0.0.1",
    port: 1935,
    onlineStreams: () => online,
    isOnline: () => false,
    onChange: () => () => undefined,
    forbid: tell("forbid"),
    disconnect: tell("disconnect"),
    allow: tell("allow"),
    close: async () => undefined,
  };
}

beforeEach(async () => {
  told = [];
  online = [];
  rpc = await startRpcService(fakeOrigin());
});

afterEach(async () => {
  await rpc.stop();
});

const STREAM = {
  DomainName: "push.example.com",
  AppName: "app",
  StreamName: "show",
  LiveStreamType: "publisher",
};

function time(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

it("a forbidden stream is kept away until it is resumed", async () => {
  expect(await rpc.call("ForbidLiveStream", STREAM)).toEqual({ RequestId: expect.any(String) });
  expect(told).toEqual(["forbid app/show"]);

  rpc.service.clock.advance(100 * DAY);
  expect(told).toEqual(["forbid app/show"]);
  await rpc.call("ResumeLiveStream", STREAM);
  expect(told).toEqual(["forbid app/show", "allow app/show"]);
});

it("a forbidden stream is allowed again after six months", async () => {
  await rpc.call("ForbidLiveStream", { ...STREAM, Oneshot: "no" });

  rpc.service.clock.advance(183 * DAY);
  expect(told).toEqual(["forbid app/show", "allow app/show"]);
});

it("a forbidden stream is allowed again at its ResumeTime", async () => {
  const resumeTime = Math.ceil((rpc.service.clock.now() + 5 * MINUTE) / 1000) * 1000;
  await rpc.call("ForbidLiveStream", { ...STREAM, ResumeTime: time(resumeTime) });
  rpc.service.clock.advance(resumeTime - rpc.service.clock.now() - 1);
  expect(told).toEqual(["forbid app/show"]);
  rpc.service.clock.advance(1);

  expect(told).toEqual(["forbid app/show", "allow app/show"]);
  expect(rpc.service.blockList.all()).toEqual([]);
});

it("forbidding again replaces the time of the first call", async () => {
  const start = Math.ceil(rpc.service.clock.now() / 1000) * 1000;
  await rpc.call("ForbidLiveStream", { ...STREAM, ResumeTime: time(start + MINUTE) });
  await rpc.call("ForbidLiveStream", { ...STREAM, ResumeTime: time(start + 10 * MINUTE) });
  rpc.service.clock.advance(5 * MINUTE);

  expect(told).toEqual(["forbid app/show", "forbid app/show"]);
  expect(rpc.service.blockList.all()).toEqual([{ app: "app", stream: "show", until: start + 10 * MINUTE }]);
});

it("Oneshot disconnects and does not forbid", async () => {
  await rpc.call("ForbidLiveStream", { ...STREAM, Oneshot: "yes" });

  expect(told).toEqual(["disconnect app/show"]);
  expect(rpc.service.blockList.all()).toEqual([]);
});

it("AppName * resumes the stream in every application", async () => {
  for (const AppName of ["one", "two"]) {
    await rpc.call("ForbidLiveStream", { ...STREAM, AppName });
  }
  told = [];
  await rpc.call("ResumeLiveStream", { ...STREAM, AppName: "*" });

  expect(told).toEqual(["allow one/show", "allow two/show"]);
});

it("resuming a stream that is not forbidden succeeds", async () => {
  await expect(rpc.call("ResumeLiveStream", STREAM)).resolves.toBeDefined();
});

it.each([
  ["no LiveStreamType", { LiveStreamType: "" }, "MissingParameter"],
  ["LiveStreamType player", { LiveStreamType: "player" }, "InvalidParameter"],
  ["no domain", { DomainName: "" }, "MissingParameter"],
  ["no stream", { StreamName: "" }, "MissingParameter"],
  ["Oneshot maybe", { Oneshot: "maybe" }, "InvalidParameter"],
  ["a ResumeTime of the past", { ResumeTime: "2020-01-01T00:00:00Z" }, "InvalidParameter"],
  ["a ResumeTime that is none", { ResumeTime: "tomorrow" }, "InvalidParameter"],
])("ForbidLiveStream with %s is refused", async (_what, fields, code) => {
  await expect(rpc.call("ForbidLiveStream", { ...STREAM, ...fields })).rejects.toMatchObject({
    code,
    statusCode: 400,
  });
  expect(told).toEqual([]);
});

it("streams that are being pushed are listed", async () => {
  const publishedAt = Date.parse("2026-01-01T10:00:00Z");
  const common = { publishedAt, domain: "push.example.com", clientIp: "10.0.0.1" };
  online = [
    { app: "app", stream: "show", ...common },
    { app: "app", stream: "showtime", ...common },
    { app: "other", stream: "news", ...common },
  ];
  const names = async (parameters: Fields): Promise<unknown[]> => {
    const answer = await rpc.call("DescribeLiveStreamsOnlineList", {
      DomainName: "play.example.com",
      ...parameters,
    });
    const info = answer.OnlineInfo as { LiveStreamOnlineInfo: Fields[] };
    return info.LiveStreamOnlineInfo.map((stream) => stream.StreamName);
  };

  expect(await names({})).toEqual(["show", "showtime", "news"]);
  expect(await names({ AppName: "app", StreamName: "show" })).toEqual(["show", "showtime"]);
  expect(await names({ StreamName: "show", QueryType: "strict" })).toEqual(["show"]);
  expect(await names({ StreamType: "trans" })).toEqual([]);
  expect(await names({ PageNum: 2, PageSize: 2 })).toEqual(["news"]);
  expect(
    await rpc.call("DescribeLiveStreamsOnlineList", { DomainName: "play.example.com", PageSize: 2 }),
  ).toMatchObject({
    OnlineInfo: {
      LiveStreamOnlineInfo: [
        {
          DomainName: "play.example.com",
          AppName: "app",
          PublishTime: "2026-01-01T10:00:00Z",
          PublishDomain: "push.example.com",
          PublishUrl: "rtmp://push.example.com/app/show",
          ClientIp: "10.0.0.1",
        },
        {},
      ],
    },
    PageNum: 1,
    PageSize: 2,
    TotalNum: 3,
    TotalPage: 2,
  });
});

it("Live calls are logged as such, without the name of the stream", async () => {
  await rpc.call("ForbidLiveStream", { ...STREAM, StreamName: "secret-stream" });

  expect(rpc.log.entries().at(-1)).toMatchObject({
    service: "live",
    action: "ForbidLiveStream",
    status: 200,
  });
  expect(JSON.stringify(rpc.log.entries())).not.toContain("secret-stream");
});
