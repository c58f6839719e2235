/** Called with each change, before it is answered. */
export interface TemplateChanges<Template> {
  put(template: Template): void;
  deleted(templateId: string): void;
}

/** The templates of one family: presets first, then others in order of creation. A template never changes in place. */
export class TemplateStore<Template extends { readonly templateId: string }> {
  readonly #byId = new Map<string, Template>();
  readonly #presets: readonly Template[];
  readonly #changes: TemplateChanges<Template>;

  constructor(presets: readonly Template[], changes: TemplateChanges<Template>) {
    this.#presets = presets;
    this.#changes = changes;
    this.reset();
  }

  get(templateId: string): Template | undefined {
    return this.#byId.get(templateId);
  }

  all(): Template[] {
    return [...this.#byId.values()];
  }

  delete(templateId: string): void {
    this.#changes.deleted(templateId);
    this.#byId.delete(templateId);
  }

  restore(templates: Iterable<Template>): void {
    for (const template of templates) {
      this.#byId.set(template.templateId, template);
    }
  }

  reset(): void {
    this.#byId.clear();
    this.restore(this.#presets);
  }

  /** Adds a template, or puts a new version in its place: whoever holds the old one keeps it as it was. */
  protected put(template: Template): void {
    this.#changes.put(template);
    this.#byId.set(template.templateId, template);
  }
}
