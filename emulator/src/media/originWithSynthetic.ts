import type { OnlineStream, Origin } from "./origin";
import type { SyntheticStreams } from "./syntheticStreams";

/** An origin that has synthetic streams besides those that are pushed to it. */
export class OriginWithSynthetic implements Origin {
  constructor(
    private readonly origin: Origin,
    readonly synthetic: SyntheticStreams,
  ) {}

  get url(): string {
    return this.origin.url;
  }

  get host(): string {
    return this.origin.host;
  }

  get port(): number {
    return this.origin.port;
  }

  onlineStreams(): OnlineStream[] {
    return [...this.origin.onlineStreams(), ...this.synthetic.online()];
  }

  isOnline(app: string, stream: string): boolean {
    return this.synthetic.isOnline(app, stream) || this.origin.isOnline(app, stream);
  }

  onChange(listener: () => void): () => void {
    const stopListening = [this.origin.onChange(listener), this.synthetic.onChange(listener)];
    return () => {
      for (const stop of stopListening) {
        stop();
      }
    };
  }

  forbid(app: string, stream: string): Promise<void> {
    this.synthetic.forbid(app, stream);
    return this.origin.forbid(app, stream);
  }

  disconnect(app: string, stream: string): Promise<void> {
    this.synthetic.disconnect(app, stream);
    return this.origin.disconnect(app, stream);
  }

  allow(app: string, stream: string): Promise<void> {
    this.synthetic.allow(app, stream);
    return this.origin.allow(app, stream);
  }

  close(): Promise<void> {
    return this.origin.close();
  }
}
