import { EVERY_OSS_CALL, FAULT_TABLE } from "../faults";
import type { AdminParts } from "../http/admin";
import { AdminError } from "../http/adminBody";
import { clockState } from "../http/adminClock";
import type { LoggedRequest } from "../http/requestLog";
import { describeJob, preciseTime } from "../jobReport";
import type { RecordJob } from "../jobs";
import { listPage } from "../oss/listing";
import { OPERATION_SUPPORT } from "../support";
import type {
  BucketsView,
  BucketView,
  CallbacksView,
  FaultsView,
  Gone,
  JobRow,
  JobsView,
  JobView,
  Overview,
  RequestsView,
  TemplatesView,
} from "./viewData";

export const VIEWS_PATH = "/_emulator/console/";

export const MAX_SHOWN_JOBS = 100;
export const MAX_SHOWN_ROWS = 300;
/** Files of one job that the list of jobs draws. */
const MAX_DRAWN_FILES = 60;

type View = (parts: AdminParts, query: URLSearchParams, name: string) => unknown;

/** Path below {@link VIEWS_PATH} → data. `NAME/` takes what follows it as a name. */
const VIEWS: ReadonlyMap<string, View> = new Map(
  Object.entries<View>({
    overview,
    jobs,
    "jobs/": job,
    templates,
    buckets,
    "buckets/": bucket,
    requests,
    callbacks,
    faults,
  }),
);

/** The view that a path names, ready to be asked. */
export function findView(url: URL, parts: AdminParts): (() => unknown) | undefined {
  const [, kind = "", name = ""] = /^([a-z]+\/?)(.*)$/.exec(url.pathname.slice(VIEWS_PATH.length)) ?? [];
  const view = VIEWS.get(kind);
  if (view === undefined || kind.endsWith("/") !== (name !== "")) {
    return undefined;
  }
  return () => view(parts, url.searchParams, decoded(name));
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    throw new AdminError(400, "the name in the path is not percent-encoded UTF-8");
  }
}

function overview({ service, log, versions }: AdminParts): Overview {
  const { clock, jobs, origin, settings } = service;
  return {
    clock: clockState(clock),
    versions,
    oss: service.ossUrl(),
    rtmp: origin?.url ?? "",
    publishers: origin?.onlineStreams().length ?? 0,
    streamWindowSeconds: settings.streamWindowSeconds,
    counts: {
      jobs: jobs.all().length,
      recording: jobs.all().filter((each) => each.status === "started").length,
      templates: service.templates.all().length,
      buckets: service.store.buckets().length,
      callbacks: service.callbacks.all().length,
      requests: log.entries().at(-1)?.number ?? 0,
      faults: service.faults.list().length,
    },
  };
}

function jobs({ service }: AdminParts, query: URLSearchParams): JobsView {
  const search = query.get("search") ?? "";
  const found = search === "" ? service.jobs.all() : service.jobs.search(search);
  return {
    jobs: found.slice(-MAX_SHOWN_JOBS).reverse().map(jobRow),
    total: found.length,
    now: preciseTime(service.clock.now()),
  };
}

function jobRow({ jobId, name, status, createTime, timeline, files, slices }: RecordJob): JobRow {
  return {
    jobId,
    name,
    status,
    createTime: preciseTime(createTime),
    timeline: timeline
      .filter(({ event }) => event !== "file")
      .map(({ time, event }) => ({ time: preciseTime(time), event })),
    files: files.slice(-MAX_DRAWN_FILES).map(({ format, startTime, endTime }) => ({
      format,
      startTime: preciseTime(startTime),
      endTime: preciseTime(endTime),
    })),
    fileCount: files.length,
    slices,
  };
}

function job({ service }: AdminParts, _query: URLSearchParams, jobId: string): JobView | Gone {
  const found = service.jobs.get(jobId);
  if (found === undefined) {
    return { gone: true };
  }
  return {
    job: { ...describeJob(found), templateName: found.template.name },
    now: preciseTime(service.clock.now()),
  };
}

function templates({ service }: AdminParts): TemplatesView {
  const uses = new Map<string, number>();
  for (const { template } of service.jobs.all()) {
    uses.set(template.templateId, (uses.get(template.templateId) ?? 0) + 1);
  }
  return {
    templates: service.templates
      .all()
      .slice(-MAX_SHOWN_ROWS)
      .map(({ templateId, name, type, lastModified, recordFormats }) => ({
        templateId,
        name,
        type,
        lastModified: preciseTime(lastModified),
        recordFormats,
        jobs: uses.get(templateId) ?? 0,
      })),
  };
}

function buckets({ service }: AdminParts): BucketsView {
  return {
    buckets: service.store.buckets().map(({ name, createdAt, acl }) => {
      const { objects } = service.store.stored(name);
      let bytes = 0;
      for (const { blob } of objects.values()) {
        bytes += blob.size;
      }
      return { name, createdAt: preciseTime(createdAt), acl, objects: objects.size, bytes };
    }),
  };
}

function bucket({ service }: AdminParts, query: URLSearchParams, name: string): BucketView | Gone {
  if (!service.store.hasBucket(name)) {
    return { gone: true };
  }
  const prefix = query.get("prefix") ?? "";
  const after = query.get("after") ?? "";
  const { objects } = service.store.stored(name);
  const page = listPage(objects, { prefix, delimiter: "/", after, max: MAX_SHOWN_ROWS });
  return {
    bucket: name,
    prefix,
    folders: page.commonPrefixes,
    objects: page.entries.map(({ key, value }) => ({
      key,
      bytes: value.blob.size,
      lastModified: preciseTime(value.lastModified),
    })),
    ...(page.next === undefined ? {} : { next: page.next }),
  };
}

function requests({ log }: AdminParts, query: URLSearchParams): RequestsView {
  const entries = log.entries();
  const search = (query.get("search") ?? "").toLowerCase();
  const found = search === "" ? entries : entries.filter((entry) => searchText(entry).includes(search));
  return { requests: found.slice(-MAX_SHOWN_ROWS).reverse(), total: found.length };
}

function searchText({ service, action, status, code, requestId, fault, parameters }: LoggedRequest): string {
  return [service, action, status, code, requestId, fault, ...Object.values(parameters ?? {})]
    .join(" ")
    .toLowerCase();
}

function callbacks({ service }: AdminParts): CallbacksView {
  const all = service.callbacks.all();
  return { callbacks: all.slice(-MAX_SHOWN_ROWS).reverse(), total: all.length };
}

function faults({ service }: AdminParts): FaultsView {
  return {
    faults: service.faults.list(),
    kinds: FAULT_TABLE,
    actions: [...Object.keys(OPERATION_SUPPORT), EVERY_OSS_CALL],
  };
}
