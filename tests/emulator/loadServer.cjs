// The built emulator in a process of its own, so that what it uses is not mixed with what its client uses.
// Sends {ice, accessKeyId, accessKeySecret} when it is ready; answers any message with what it uses.
const { startEmulator } = require("pulumi-alicloud-ice-emulator");

function used() {
  globalThis.gc();
  const { heapUsed, external, rss } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  return { heapBytes: heapUsed + external, residentBytes: rss, processorMicroseconds: user + system };
}

startEmulator({ media: false }).then((emulator) => {
  const { ice, accessKeyId, accessKeySecret } = emulator;
  process.on("message", () => process.send(used()));
  process.on("disconnect", () => emulator.stop());
  process.send({ ice, accessKeyId, accessKeySecret });
});
