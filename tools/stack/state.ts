import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** A resource as the engine stores it; secrets are objects with a ciphertext. */
export interface StoredResource {
  urn: string;
  type: string;
  id?: string;
  custom?: boolean;
  delete?: boolean;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  initErrors?: string[];
}

/** The part of a stack's deployment that tests look at. */
export interface Deployment {
  resources: StoredResource[];
  pendingOperations: { type: string; resource: StoredResource }[];
}

interface Checkpoint {
  checkpoint: {
    latest?: {
      resources?: StoredResource[];
      pending_operations?: { type: string; resource: StoredResource }[];
    };
  };
}

/** Reads a file backend directly: at once, while a command runs, and without decrypting anything. */
export class StackState {
  private readonly checkpointFile: string;

  constructor(
    private readonly backendFolder: string,
    project: string,
    stack: string,
  ) {
    this.checkpointFile = path.join(backendFolder, ".pulumi", "stacks", project, `${stack}.json`);
  }

  /** The stored checkpoint as text. */
  checkpointText(): string {
    return readFileSync(this.checkpointFile, "utf8");
  }

  deployment(): Deployment {
    const { checkpoint }: Checkpoint = JSON.parse(this.checkpointText());
    return {
      resources: checkpoint.latest?.resources ?? [],
      pendingOperations: checkpoint.latest?.pending_operations ?? [],
    };
  }

  /** Every file that the backend keeps, with backups and history: for the search of what must not be there. */
  allText(): string {
    if (!existsSync(this.backendFolder)) {
      return "";
    }
    return readdirSync(this.backendFolder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), "utf8"))
      .join("\n");
  }
}
