import type { Clock } from "../clock";
import { encoderArguments } from "../media/encoderArguments";
import type { Ffmpeg } from "../media/ffmpeg";
import type { OriginWithSynthetic } from "../media/originWithSynthetic";
import type { StreamSource } from "../media/recordingTypes";
import { Relay } from "../media/relay";
import { type FoundStream, type FoundSyntheticStream, StreamSeeker } from "../media/streamSeeker";
import { type PullAddress, parseStreamUrl, pullAddress, serverOf } from "../media/streamUrl";
import { OUTPUT_APP, outputUrl } from "./outputStream";
import type { TranscodeTemplate } from "./templates";

/** All times in milliseconds since the epoch, by the emulator's clock. */
export interface TranscodeEvents {
  /** The output stream is on the air. */
  streaming(at: number, source: StreamSource): void;
  /** It is off the air again, and comes back with its input. */
  interrupted(at: number): void;
  /** Nothing can come of this input. No stream URL in `message`. */
  problem(at: number, message: string): void;
}

/** A transcode: from `begin` on, its output stream is on the air whenever its input is. */
export interface Transcode {
  begin(): void;
  /** Takes the output stream off the air for good. No event comes after the call. */
  stop(): Promise<void>;
}

export interface TranscodeOptions {
  readonly jobId: string;
  readonly inputUrl: string;
  readonly template: TranscodeTemplate;
  readonly clock: Clock;
  readonly ffmpeg: Ffmpeg;
  readonly origin: OriginWithSynthetic;
  readonly events: TranscodeEvents;
}

/** Seconds after which an output stream that was disconnected is pushed again, as encoders do. */
const RECONNECT_SECONDS = 1;

/** waiting ⇄ relaying, until it is stopped. */
export class StreamTranscode implements Transcode {
  readonly #options: TranscodeOptions;
  readonly #seeker: StreamSeeker;
  #relay: { stop(): Promise<void> } | undefined;
  #streaming = false;
  #stopped = false;

  constructor(options: TranscodeOptions) {
    this.#options = options;
    const { inputUrl, origin } = options;
    this.#seeker = new StreamSeeker({
      streamUrl: inputUrl,
      origin,
      synthetic: origin.synthetic,
      wanted: () => this.#relay === undefined,
      found: (stream) => this.#found(stream),
    });
  }

  begin(): void {
    this.#seeker.start();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#seeker.stop();
    await this.#relay?.stop();
    // The origin may not have noticed yet that ffmpeg has hung up.
    await this.#options.origin.disconnect(OUTPUT_APP, this.#options.jobId);
  }

  #found(stream: FoundStream): void {
    if (stream.source === "synthetic") {
      this.#relaySynthetic(stream);
    } else {
      this.#relayPushed(stream.address);
    }
  }

  #relayPushed(input: PullAddress): void {
    const { ffmpeg, template } = this.#options;
    const output = this.#outputAddress();
    this.#relay = new Relay(
      { ffmpeg, input, output, encoder: encoderArguments(template) },
      {
        sending: () => this.#isStreaming("pushed"),
        closed: (sent) => {
          this.#closed();
          // A stream that ended looks for its successor at once; one that could not be read is tried again later.
          if (sent) {
            this.#seeker.seek();
          }
          if (this.#relay === undefined) {
            this.#seeker.seekLater();
          }
        },
      },
    );
  }

  /** A made-up stream has one picture and no sound; so has what becomes of it, whatever the template says. */
  #relaySynthetic({ streams, app, stream }: FoundSyntheticStream): void {
    const { jobId, template, events, clock } = this.#options;
    const close = (): void => {
      stopListening();
      if (hasOutput) {
        streams.stop(OUTPUT_APP, jobId);
      }
      this.#closed();
    };
    const stopListening = streams.onChange(() => {
      if (!streams.isOnline(app, stream)) {
        close();
      }
    });
    this.#relay = { stop: async () => close() };
    const hasOutput = template.type !== "audio-only";
    if (hasOutput) {
      streams.startDerived(OUTPUT_APP, jobId, { reconnectAfterSeconds: RECONNECT_SECONDS });
      this.#isStreaming("synthetic");
    } else {
      events.problem(clock.now(), "a synthetic stream has no sound: nothing is left of it");
    }
  }

  #isStreaming(source: StreamSource): void {
    if (!this.#stopped) {
      this.#streaming = true;
      this.#options.events.streaming(this.#options.clock.now(), source);
    }
  }

  #closed(): void {
    this.#relay = undefined;
    if (this.#streaming && !this.#stopped) {
      this.#options.events.interrupted(this.#options.clock.now());
    }
    this.#streaming = false;
  }

  #outputAddress(): PullAddress {
    const { origin, jobId } = this.#options;
    const address = parseStreamUrl(outputUrl(origin.url, jobId));
    if (address === undefined) {
      throw new Error("the origin has no address");
    }
    return pullAddress(address, serverOf(origin));
  }
}
