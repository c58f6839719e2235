import { useEmulator } from "pulumi-alicloud-ice-emulator/vitest";
import { describe, expect, it } from "vitest";
import { useCommandProject } from "../support/ownCommand";

const ims = useEmulator({ media: false });
const project = useCommandProject(ims);

interface Check {
  readonly subject: string;
  readonly state: string;
  readonly found: string;
  readonly advice?: string;
}

async function doctor(args: string[] = [], env: Record<string, string> = {}) {
  const ended = await project().run(["doctor", "--stack", "dev", "--json", ...args], env);
  const checks: Check[] = ended.stdout === "" ? [] : JSON.parse(ended.stdout).checks;
  const check = (subject: string) => checks.find((one) => one.subject === subject);
  return { ...ended, checks, check };
}

describe("doctor", () => {
  it("finds nothing wrong where nothing is, and names what it did not try", async () => {
    const { code, checks, check, stderr } = await doctor();
    expect(code, stderr).toBe(0);
    expect(checks.filter(({ state }) => state === "failed")).toEqual([]);
    expect(check("credentials")?.found).toMatch(/^account \d+, from the stack's configuration$/);
    expect(check("ice:ListLiveRecordJobs")).toMatchObject({ state: "ok", found: "allowed" });
    expect(check("other RAM actions")).toMatchObject({
      state: "unknown",
      found: expect.stringContaining("ice:SubmitLiveRecordJob"),
    });
    expect(ims().jobs()).toEqual([]);
  });

  it("names the action that is not allowed", async () => {
    ims().faults.add({ action: "ListLiveRecordFiles", kind: "error", status: 403, code: "Forbidden.RAM" });
    const { code, check } = await doctor();
    expect(code).toBe(1);
    expect(check("ice:ListLiveRecordFiles")?.found).toContain(
      'Allow the RAM action ice:ListLiveRecordFiles on resource "*"',
    );
  });

  it("says of a wrong key where it came from, never what it is", async () => {
    project().writeStackFile("secretKey: PLANTED");
    const { code, check, stdout } = await doctor();
    expect(code).toBe(1);
    expect(check("credentials")).toMatchObject({
      state: "failed",
      found: expect.stringContaining("SignatureDoesNotMatch"),
    });
    expect(check("ice:ListLiveRecordJobs")).toBeUndefined();
    expect(stdout).not.toContain("PLANTED");
  });

  it.each([
    ["a region without live processing", ["--region", "cn-hangzhou"], "region", "warning"],
    ["an endpoint that nobody listens at", ["--endpoint", "http://127.0.0.1:1"], "endpoint", "failed"],
    ["no region at all", ["--region", ""], "configuration", "failed"],
  ])("knows %s", async (_what, args, subject, state) => {
    const { check, stdout } = await doctor(args);
    expect(check(subject), stdout).toMatchObject({ state });
  });

  it("is read by people, too: each line with what to do", async () => {
    const { stdout } = await project().run(["doctor", "--stack", "dev", "--region", "cn-hangzhou"]);
    expect(stdout).toContain("warning  region: cn-hangzhou, for which live processing is not documented");
    expect(stdout).toContain("\n         Set alicloud-ice:region to cn-shanghai.");
  });
});
