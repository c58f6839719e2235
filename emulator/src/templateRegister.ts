/** What the templates of all families have. */
export interface Template {
  readonly templateId: string;
  /** `system` templates are presets: they can be used and read, not changed. */
  readonly type: "system" | "custom";
  /** Milliseconds since the epoch, as is `lastModified`. */
  readonly createTime: number;
  readonly lastModified: number;
}

export interface TemplateChanges<Kept extends Template> {
  kept(template: Kept): void;
  deleted(templateId: string): void;
}

/** The templates of one family: presets first, then custom ones in order of creation. One never changes in place. */
export class TemplateRegister<Kept extends Template> {
  readonly #byId = new Map<string, Kept>();
  readonly #presets: readonly Kept[];
  readonly #changes: TemplateChanges<Kept>;

  constructor(presets: readonly Kept[], changes: TemplateChanges<Kept>) {
    this.#presets = presets;
    this.#changes = changes;
    this.reset();
  }

  get(templateId: string): Kept | undefined {
    return this.#byId.get(templateId);
  }

  all(): Kept[] {
    return [...this.#byId.values()];
  }

  delete(templateId: string): void {
    this.#changes.deleted(templateId);
    this.#byId.delete(templateId);
  }

  restore(templates: Iterable<Kept>): void {
    for (const template of templates) {
      this.#byId.set(template.templateId, template);
    }
  }

  reset(): void {
    this.#byId.clear();
    this.restore(this.#presets);
  }

  /** Puts a new template, or a new version, in its place; whoever holds the old one keeps it as it was. */
  protected keep(template: Kept): Kept {
    this.#changes.kept(template);
    this.#byId.set(template.templateId, template);
    return template;
  }
}
