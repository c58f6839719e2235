import { createServer, type Server } from "node:http";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Callbacks } from "../../emulator/src/callbacks";
import { createClock, type StoppableClock } from "../../emulator/src/clock";
import { closeServer, listen } from "../../emulator/src/http/listening";
import { type RpcService, startRpcService } from "./rpcService";

let rpc: RpcService;
let receiver: Server;
let notifyUrl: string;
/** Bodies received. */
let received: unknown[];
/** Statuses to answer with, one for each request; 200 when there is none left. */
let statuses: number[];

beforeEach(async () => {
  received = [];
  statuses = [];
  receiver = createServer(async (message, response) => {
    let body = "";
    for await (const piece of message) {
      body += piece;
    }
    received.push({ type: message.headers["content-type"], url: message.url, body: JSON.parse(body) });
    const status = statuses.shift() ?? 200;
    if (status > 0) {
      response.writeHead(status, { location: "/elsewhere" }).end("whatever");
    }
  });
  notifyUrl = `${await listen(receiver, "127.0.0.1", 0, "receiver")}/notify?key=k`;
  rpc = await startRpcService();
});

afterEach(async () => {
  await rpc.stop();
  receiver.closeAllConnections();
  await closeServer(receiver);
});

async function tries(count: number): Promise<void> {
  await vi.waitFor(() => expect(rpc.service.callbacks.all()[0]?.tries).toHaveLength(count));
}

it("a change of status is posted in the documented envelope", async () => {
  const jobId = await rpc.submit({ NotifyUrl: notifyUrl });
  const at = rpc.service.clock.now();
  rpc.recording(jobId).started(at);
  await tries(1);

  expect(received).toEqual([
    {
      type: "application/json",
      url: "/notify?key=k",
      body: {
        EventType: "LiveRecordTaskStatus",
        UserId: expect.any(Number),
        EventTime: `${new Date(at).toISOString().slice(0, 19)}Z`,
        MessageBody: { JobId: jobId, Name: "show", Status: "started" },
      },
    },
  ]);
  expect(rpc.service.callbacks.all()).toMatchObject([
    { eventType: "LiveRecordTaskStatus", jobId, outcome: "delivered", tries: [{ status: 200 }] },
  ]);
});

it("a finished file is posted without the stream URL, and its record shows no path of the notify URL", async () => {
  const jobId = await rpc.submit({ NotifyUrl: notifyUrl });
  const now = rpc.service.clock.now();
  rpc.recording(jobId).fileCreated({
    format: "flv",
    key: "a.flv",
    startTime: now - 5000,
    endTime: now,
    durationSeconds: 5,
    width: 640,
    height: 360,
    bytes: 10,
  });
  await tries(1);

  expect(received).toMatchObject([
    {
      body: {
        EventType: "LiveRecordFileCreated",
        MessageBody: { JobId: jobId, Format: "flv", Duration: 5, Width: 640 },
      },
    },
  ]);
  expect(JSON.stringify(received)).not.toContain("rtmp:");
  expect(JSON.stringify(rpc.service.callbacks.all())).not.toContain("key=k");
});

it("a job without NotifyUrl posts nothing", async () => {
  const jobId = await rpc.submit();
  rpc.recording(jobId).started(rpc.service.clock.now());

  expect(rpc.service.callbacks.all()).toEqual([]);
});

it.each([500, 404, 201, 302])("an answer of %i is tried again after a second", async (status) => {
  statuses = [status];
  const jobId = await rpc.submit({ NotifyUrl: notifyUrl });
  rpc.recording(jobId).started(rpc.service.clock.now());
  await tries(1);
  rpc.service.clock.advance(999);
  expect(received).toHaveLength(1);

  rpc.service.clock.advance(1);
  await tries(2);
  expect(received).toHaveLength(2);
  expect(rpc.service.callbacks.all()).toMatchObject([
    { outcome: "delivered", tries: [{ status }, { status: 200 }] },
  ]);
});

it("after three failures a callback is dropped", async () => {
  statuses = [500, 500, 500];
  const jobId = await rpc.submit({ NotifyUrl: notifyUrl });
  rpc.recording(jobId).started(rpc.service.clock.now());
  for (const count of [1, 2, 3]) {
    await tries(count);
    rpc.service.clock.advance(1000);
  }
  rpc.service.clock.advance(60_000);

  expect(rpc.service.callbacks.all()).toMatchObject([{ outcome: "dropped" }]);
  expect(received).toHaveLength(3);
});

it("a receiver that refuses connections is tried again, too", async () => {
  await closeServer(receiver);
  const jobId = await rpc.submit({ NotifyUrl: notifyUrl });
  rpc.recording(jobId).started(rpc.service.clock.now());
  await tries(1);

  expect(rpc.service.callbacks.all()).toMatchObject([
    { outcome: "pending", tries: [{ error: "ECONNREFUSED" }] },
  ]);
});

it("a receiver that does not answer in time has failed", async () => {
  statuses = [-1];
  const clock: StoppableClock = createClock();
  clock.freeze();
  const callbacks = new Callbacks(clock, 50);
  callbacks.send({ url: notifyUrl }, { type: "LiveRecordTaskStatus", jobId: "j", at: 0, messageBody: {} });
  await vi.waitFor(() => expect(callbacks.all()[0]?.tries).toHaveLength(1));

  expect(callbacks.all()).toMatchObject([
    { outcome: "pending", tries: [{ error: "no answer within 50 ms" }] },
  ]);
  callbacks.reset();
  clock.stop();
});

it("a URL that node refuses to call has failed, and nothing else", async () => {
  const clock: StoppableClock = createClock();
  clock.freeze();
  const callbacks = new Callbacks(clock);
  const url = notifyUrl.replace("http://", "http://%ff@");
  callbacks.send({ url }, { type: "LiveRecordTaskStatus", jobId: "j", at: 0, messageBody: {} });
  await vi.waitFor(() => expect(callbacks.all()[0]?.tries).toHaveLength(1));

  expect(callbacks.all()).toMatchObject([
    { outcome: "pending", tries: [{ error: "the URL cannot be called" }] },
  ]);
  callbacks.reset();
  clock.stop();
});

it("many callbacks at once all arrive", async () => {
  const clock: StoppableClock = createClock();
  const callbacks = new Callbacks(clock);
  for (let index = 0; index < 500; index++) {
    callbacks.send(
      { url: notifyUrl },
      { type: "LiveRecordTaskStatus", jobId: `${index}`, at: 0, messageBody: {} },
    );
  }
  await vi.waitFor(() => expect(received).toHaveLength(500), { timeout: 10_000 });

  callbacks.reset();
  clock.stop();
});

it("what happened last before the emulator stops is still posted", async () => {
  const jobId = await rpc.submit({ NotifyUrl: notifyUrl });
  rpc.recording(jobId).started(rpc.service.clock.now());
  await rpc.service.close();

  expect(received).toHaveLength(1);
});
