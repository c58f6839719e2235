import { describe, expect, test } from "vitest";
import { KeyIndex } from "../../emulator/src/oss/keyIndex";
import { listPage } from "../../emulator/src/oss/listing";
import { CLIENTS, codeOf, startOss } from "./ossSupport";

const KINDS = Object.keys(CLIENTS) as (keyof typeof CLIENTS)[];
const KEYS = ["a", "b/1", "b/2", "b/c/3", "b/c/4", "d", "e/5", "e/f/6"];

async function withObjects(keys: readonly string[]) {
  const fixture = await startOss();
  fixture.store.createBucket("films");
  for (const key of keys) {
    await fixture.store.putText("films", key, key, "text/plain");
  }
  return fixture;
}

describe.each(KINDS)("objects, %s,", (kind) => {
  test("are listed in the order of the bytes of their keys", async () => {
    const keys = ["b", "B", "a/", "a-", "中", "🎥", "\uffee", "é", "z", "a"];
    const oss = (await withObjects(keys)).client(kind, { bucket: "films" });
    const expected = keys.toSorted((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
    expect((await oss.list({})).objects.map((object) => object.name)).toEqual(expected);
    expect((await oss.listV2({})).objects.map((object) => object.name)).toEqual(expected);
  });

  test("are told with size, ETag and type", async () => {
    const { client, store } = await withObjects(["abc"]);
    const [object] = (await client(kind, { bucket: "films" }).listV2({})).objects;
    const { etag } = store.object("films", "abc");
    expect(object).toMatchObject({ name: "abc", size: 3, etag: `"${etag}"`, type: "Normal" });
  });

  test.each([
    [{ prefix: "b/" }, ["b/1", "b/2", "b/c/3", "b/c/4"], null],
    [{ delimiter: "/" }, ["a", "d"], ["b/", "e/"]],
    [{ prefix: "b/", delimiter: "/" }, ["b/1", "b/2"], ["b/c/"]],
    [{ prefix: "e", delimiter: "/" }, [], ["e/"]],
    [{ prefix: "x" }, [], null],
  ])("are selected by %j", async (query, names, prefixes) => {
    const oss = (await withObjects(KEYS)).client(kind, { bucket: "films" });
    for (const page of [await oss.list({ ...query }), await oss.listV2({ ...query })]) {
      expect(page.objects.map((object) => object.name)).toEqual(names);
      expect(page.prefixes).toEqual(prefixes);
      expect(page.isTruncated).toBe(false);
    }
  });

  test.each([1, 2, 3, 7])("are listed whole in pages of %i, folded or not", async (max) => {
    const oss = (await withObjects(KEYS)).client(kind, { bucket: "films" });
    for (const [delimiter, expected] of [
      ["", KEYS],
      ["/", ["a", "b/", "d", "e/"]],
    ] as const) {
      const query = { "max-keys": max, ...(delimiter === "" ? {} : { delimiter }) };
      const first: string[] = [];
      const second: string[] = [];
      let marker: string | null = null;
      do {
        const page = await oss.list({ ...query, ...(marker === null ? {} : { marker }) });
        first.push(...page.objects.map((object) => object.name), ...(page.prefixes ?? []));
        marker = page.nextMarker;
      } while (marker !== null);
      let token: string | null = null;
      do {
        const page = await oss.listV2({
          ...query,
          ...(token === null ? {} : { "continuation-token": token }),
        });
        second.push(...page.objects.map((object) => object.name), ...(page.prefixes ?? []));
        expect(page.keyCount).toBe(page.objects.length + (page.prefixes ?? []).length);
        token = page.nextContinuationToken;
      } while (token !== null);
      expect(first.toSorted()).toEqual(expected);
      expect(second.toSorted()).toEqual(expected);
    }
  });

  test("are listed from behind a key", async () => {
    const oss = (await withObjects(KEYS)).client(kind, { bucket: "films" });
    expect((await oss.listV2({ "start-after": "b/c/3" })).objects.map((object) => object.name)).toEqual(
      KEYS.slice(4),
    );
    expect((await oss.list({ marker: "b/c" })).objects.map((object) => object.name)).toEqual(KEYS.slice(3));
  });
});

test("names are written in URL form on request", async () => {
  const { rawSigned } = await withObjects(["a b/中+&.txt", "a b/c/d"]);
  const target = "/films?list-type=2&encoding-type=url&prefix=a%20b%2F&delimiter=%2F";
  const { body } = await rawSigned("GET", target, "/films/");
  expect(body).toContain("<EncodingType>url</EncodingType>");
  expect(body).toContain("<Prefix>a%20b%2F</Prefix>");
  expect(body).toContain("<Key>a%20b%2F%E4%B8%AD%2B%26.txt</Key>");
  expect(body).toContain("<CommonPrefixes><Prefix>a%20b%2Fc%2F</Prefix></CommonPrefixes>");
});

test.each([
  "max-keys=0",
  "max-keys=1001",
  "max-keys=x",
  "encoding-type=html",
  "list-type=3",
  "list-type=2&continuation-token=*",
])("%s is refused with InvalidArgument", async (query) => {
  const { rawSigned } = await withObjects([]);
  const signed = query.includes("continuation-token") ? "/films/?continuation-token=*" : "/films/";
  const answer = await rawSigned("GET", `/films?${query}`, signed);
  expect([answer.status, codeOf(answer)]).toEqual([400, "InvalidArgument"]);
});

describe("the key index", () => {
  test("agrees with a sort after any mix of puts and deletes", () => {
    const index = new KeyIndex<number>();
    const present = new Set<string>();
    let seed = 7;
    const random = (limit: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed % limit;
    };
    for (let round = 0; round < 300; round++) {
      for (let step = random(round % 10 === 0 ? 300 : 20); step >= 0; step--) {
        const key = `${random(2) === 0 ? "中" : "k"}${random(400)}`;
        if (random(3) === 0) {
          expect(index.delete(key)).toBe(present.delete(key));
        } else {
          index.set(key, step);
          present.add(key);
        }
      }
      expect([...index.keysFrom("k2")]).toEqual([...present].filter((key) => key >= "k2").sort());
      expect(index.size).toBe(present.size);
    }
  });

  test("is not walked over what is folded", () => {
    const index = new KeyIndex<number>();
    for (let folder = 0; folder < 100; folder++) {
      for (let file = 0; file < 1000; file++) {
        index.set(`${folder}/${file}`, file);
      }
    }
    let looked = 0;
    const counting: KeyIndex<number> = Object.create(index, {
      keysFrom: { value: (from: string) => counted(index.keysFrom(from)) },
      keysBehind: { value: (prefix: string) => counted(index.keysBehind(prefix)) },
      get: { value: (key: string) => index.get(key) },
    });
    function* counted(keys: Generator<string>) {
      for (const key of keys) {
        looked += 1;
        yield key;
      }
    }
    const page = listPage(counting, { prefix: "", delimiter: "/", after: "", max: 1000 });
    expect(page.commonPrefixes).toHaveLength(100);
    expect(looked).toBeLessThan(250);
  });

  test("ends where a folded name holds the highest character", () => {
    const index = new KeyIndex<number>();
    index.set("a/\u{10ffff}\u{10ffff}", 1);
    index.set("b", 2);
    expect(listPage(index, { prefix: "", delimiter: "/", after: "", max: 10 })).toEqual({
      entries: [{ key: "b", value: 2 }],
      commonPrefixes: ["a/"],
    });
  });
});
