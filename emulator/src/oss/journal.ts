import path from "node:path";
import { JsonLinesFile } from "../state/jsonLines";
import type { BucketInfo, MultipartUpload, StoredObject, UploadedPart } from "./records";

/** One change of the store. Later entries win over earlier ones. */
export type JournalEntry =
  | { readonly entry: "bucket"; readonly bucket: BucketInfo }
  | { readonly entry: "bucketDeleted"; readonly name: string }
  | { readonly entry: "object"; readonly bucket: string; readonly key: string; readonly object: StoredObject }
  | { readonly entry: "objectDeleted"; readonly bucket: string; readonly key: string }
  | { readonly entry: "upload"; readonly bucket: string; readonly upload: Omit<MultipartUpload, "parts"> }
  | {
      readonly entry: "part";
      readonly bucket: string;
      readonly uploadId: string;
      readonly number: number;
      readonly part: UploadedPart;
    }
  | { readonly entry: "uploadEnded"; readonly bucket: string; readonly uploadId: string };

/**
 * The store's memory between two runs: a file with one JSON line per change. A line is written before the
 * change is answered, so a killed process loses nothing that it had acknowledged.
 */
export class Journal extends JsonLinesFile<JournalEntry> {
  static open(folder: string): Journal {
    return new Journal(path.join(folder, "journal.jsonl"));
  }
}
