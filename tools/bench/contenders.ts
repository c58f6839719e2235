import { noOpProgram, noOpWithFieldsProgram, obviousProgram, oursProgram } from "./programs";

/** One way to have live recording jobs in a stack, or the floor under all of them. */
export interface Contender {
  readonly name: "ours" | "floor" | "fieldsFloor" | "obvious";
  readonly title: string;
  readonly what: string;
  /** The source of a program with this many resources. */
  program(resources: number): string;
  /** Tells the resources that are counted from what else is in the stack, by their URN. */
  readonly urnPart: string;
  /** Whether its resources are jobs at the service. */
  readonly makesJobs: boolean;
  /** Whether it carries so much in every resource that many of them take minutes. */
  readonly isHeavy: boolean;
  /** What a provider's process loads for it, one list of modules after another; paths start in node_modules. */
  readonly loads: readonly { readonly title: string; readonly modules: readonly string[] }[];
}

export const contenders: readonly Contender[] = [
  {
    name: "ours",
    title: "ours",
    what: "`LiveRecordJob` of this package with all fields, on a `Bucket` and a `LiveRecordTemplate` of its stack",
    program: oursProgram,
    urnPart: "alicloud-ice:LiveRecordJob::",
    makesJobs: true,
    isHeavy: false,
    loads: [
      { title: "host module", modules: ["pulumi-alicloud-ice/dynamic"] },
      {
        title: "host module and API client (loaded at the first call)",
        modules: [
          "pulumi-alicloud-ice/dynamic",
          "./pulumi-alicloud-ice/dist/provider/client/transport.js",
          "@alicloud/credentials",
        ],
      },
    ],
  },
  {
    name: "floor",
    title: "no-op class",
    what: "a `pulumi.dynamic.Resource` with one input and a `new` provider class whose methods do nothing: the engine's floor",
    program: noOpProgram,
    urnPart: "pulumi-nodejs:dynamic:Resource::",
    makesJobs: false,
    isHeavy: false,
    loads: [],
  },
  {
    name: "fieldsFloor",
    title: "no-op, a job's fields",
    what: "the same class with the inputs of such a job, two of them secret: what the engine takes for the fields alone",
    program: noOpWithFieldsProgram,
    urnPart: "pulumi-nodejs:dynamic:Resource::",
    makesJobs: false,
    isHeavy: false,
    loads: [],
  },
  {
    name: "obvious",
    title: "obvious way",
    what: "a `pulumi.dynamic.ResourceProvider` class that holds an `@alicloud/openapi-client` as a field, given its key pair by a small object (the library's own credentials fail once Pulumi has serialized them): Submit in create, Get in read and delete, no second look anywhere",
    program: obviousProgram,
    urnPart: "pulumi-nodejs:dynamic:Resource::",
    makesJobs: true,
    isHeavy: true,
    loads: [{ title: "API client", modules: ["@alicloud/openapi-client", "@alicloud/tea-util"] }],
  },
];
