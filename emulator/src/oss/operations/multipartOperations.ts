import { answerEmpty, answerXml, contentMd5Check, isoTime, numberOf, type OssCall, readText } from "../call";
import { OssError } from "../errors";
import { compareUtf8 } from "../names";
import { STORAGE_CLASSES } from "../records";
import { MAX_PART_NUMBER } from "../uploadStore";
import { elementsOf, listOf, parseXml, textOf } from "../xml";
import { owner } from "./bucketOperations";
import { encoderOf } from "./listOperations";
import { checkBodyLength, checkOverwrite, settingsOf } from "./objectOperations";

const MAX_LISTED = 1000;
const STANDARD = STORAGE_CLASSES[0];

export function initiateMultipartUpload(call: OssCall): void {
  const { store, bucket, key } = call;
  checkOverwrite(call);
  const { uploadId } = store.uploads.initiate(bucket, key, settingsOf(call));
  answerXml(call, "InitiateMultipartUploadResult", {
    Bucket: bucket,
    Key: encoderOf(call)(key),
    UploadId: uploadId,
  });
}

export async function uploadPart(call: OssCall): Promise<void> {
  const { store, bucket, key, query, request } = call;
  const number = numberOf(call, "partNumber", 0, 1, MAX_PART_NUMBER);
  if (number === 0) {
    throw new OssError("InvalidArgument", { ArgumentName: "partNumber" });
  }
  checkBodyLength(call);
  const uploadId = query.get("uploadId") ?? "";
  const { blob } = await store.uploads.putPart(bucket, key, uploadId, number, request, contentMd5Check(call));
  answerEmpty(call, 200, { etag: `"${blob.md5}"`, "x-oss-hash-crc64ecma": blob.crc64 });
}

export async function completeMultipartUpload(call: OssCall): Promise<void> {
  const { store, bucket, key, query } = call;
  const uploadId = query.get("uploadId") ?? "";
  const { parts } = store.uploads.upload(bucket, key, uploadId);
  const text = await readText(call);
  const takesAll = call.request.headers["x-oss-complete-all"] === "yes";
  const wanted = takesAll
    ? [...parts]
        .map(([number, part]) => ({ number, etag: part.blob.md5 }))
        .sort((a, b) => a.number - b.number)
    : listOf(parseXml(text, "CompleteMultipartUpload").Part).map((part) => readPart(elementsOf(part)));
  if (wanted.length === 0) {
    throw new OssError("MalformedXML", { ElementName: "Part" });
  }
  const object = await store.uploads.complete(bucket, key, uploadId, wanted);
  call.response.setHeader("x-oss-hash-crc64ecma", object.blob.crc64);
  call.response.setHeader("etag", `"${object.etag}"`);
  answerXml(call, "CompleteMultipartUploadResult", {
    // In the style of the request: the bucket is in its host or in its path.
    Location: `http://${call.request.headers.host ?? ""}${call.request.url?.split("?", 1)[0] ?? ""}`,
    Bucket: bucket,
    Key: encoderOf(call)(key),
    ETag: `"${object.etag}"`,
  });
}

function readPart(part: ReturnType<typeof elementsOf>): { number: number; etag: string } {
  const number = Number(textOf(part.PartNumber) ?? "");
  if (!Number.isInteger(number) || number < 1 || number > MAX_PART_NUMBER) {
    throw new OssError("InvalidPart", { PartNumber: textOf(part.PartNumber) ?? "" });
  }
  return { number, etag: (textOf(part.ETag) ?? "").replaceAll('"', "") };
}

export async function abortMultipartUpload(call: OssCall): Promise<void> {
  await call.store.uploads.abort(call.bucket, call.key, call.query.get("uploadId") ?? "");
  answerEmpty(call, 204);
}

export function listParts(call: OssCall): void {
  const { store, bucket, key, query } = call;
  const uploadId = query.get("uploadId") ?? "";
  const upload = store.uploads.upload(bucket, key, uploadId);
  const max = numberOf(call, "max-parts", MAX_LISTED, 1, MAX_LISTED);
  const marker = numberOf(call, "part-number-marker", 0, 0, MAX_PART_NUMBER);
  const remaining = [...upload.parts].filter(([number]) => number > marker).sort(([a], [b]) => a - b);
  const page = remaining.slice(0, max);
  answerXml(call, "ListPartsResult", {
    Bucket: bucket,
    Key: encoderOf(call)(key),
    UploadId: uploadId,
    StorageClass: STANDARD,
    PartNumberMarker: marker,
    NextPartNumberMarker: page.at(-1)?.[0] ?? 0,
    MaxParts: max,
    IsTruncated: remaining.length > max,
    Part: page.map(([number, { blob, lastModified }]) => ({
      PartNumber: number,
      LastModified: isoTime(lastModified),
      ETag: `"${blob.md5}"`,
      HashCrc64ecma: blob.crc64,
      Size: blob.size,
    })),
  });
}

export function listMultipartUploads(call: OssCall): void {
  const { store, bucket, query } = call;
  if (query.get("delimiter")) {
    throw new OssError(
      "NotImplemented",
      {},
      "The emulator does not implement ListMultipartUploads with a delimiter.",
    );
  }
  const max = numberOf(call, "max-uploads", MAX_LISTED, 1, MAX_LISTED);
  const prefix = query.get("prefix") ?? "";
  const keyMarker = query.get("key-marker") ?? "";
  const uploadIdMarker = query.get("upload-id-marker") ?? "";
  const encoded = encoderOf(call);
  const remaining = [...store.stored(bucket).uploads.values()]
    .filter(({ key, uploadId }) => {
      const order = compareUtf8(key, keyMarker);
      const isSameKeyBehind = order === 0 && uploadIdMarker !== "" && uploadId > uploadIdMarker;
      return key.startsWith(prefix) && (order > 0 || isSameKeyBehind);
    })
    .sort((a, b) => compareUtf8(a.key, b.key) || (a.uploadId < b.uploadId ? -1 : 1));
  const page = remaining.slice(0, max);
  const last = remaining.length > max ? page.at(-1) : undefined;
  answerXml(call, "ListMultipartUploadsResult", {
    Bucket: bucket,
    EncodingType: query.get("encoding-type"),
    KeyMarker: encoded(keyMarker),
    UploadIdMarker: uploadIdMarker,
    NextKeyMarker: encoded(last?.key ?? ""),
    NextUploadIdMarker: last?.uploadId ?? "",
    Delimiter: "",
    Prefix: encoded(prefix),
    MaxUploads: max,
    IsTruncated: last !== undefined,
    Upload: page.map(({ key, uploadId, initiated }) => ({
      Key: encoded(key),
      UploadId: uploadId,
      Initiator: owner,
      Owner: owner,
      StorageClass: STANDARD,
      Initiated: isoTime(initiated),
    })),
  });
}
