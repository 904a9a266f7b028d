import { Injectable, Logger } from '@nestjs/common';
import { Ear } from './ear.js';
import type { EarScriptDto } from './ear-scripts.dto.js';
import { EarScripts } from './ear-scripts.service.js';
import { ScriptedEar } from './scripted-ear.js';
import type { Silences, StreamEar, StreamListener } from './stream-ear.js';
import { StreamingEar } from './streaming-ear.js';

export interface StreamSettings extends Silences {
  /** Samples a second: a multiple of 8,000. */
  rate: number;
  interims: boolean;
  /** Of the stream's tags and keyterms, `script:<id>` has it understand by a script. */
  tags: readonly string[];
}

/** People pause in the middle of a sentence for as long. */
export const UNFINISHED_SILENCE_MS = 700;

/** An ear for each stream that a vendor's socket brings. */
@Injectable()
export class StreamEars {
  private readonly logger = new Logger(StreamEars.name);

  constructor(
    private readonly ear: Ear,
    private readonly scripts: EarScripts,
  ) {}

  /** @throws ScriptUnknown */
  open({ tags, ...settings }: StreamSettings, listener: StreamListener): StreamEar {
    const scripts = this.scripts.take(tags);
    if (scripts) return this.scripted(scripts, settings.rate, listener);
    return new StreamingEar({
      ...settings,
      ear: this.ear,
      listener,
      onFault: (error) => this.logger.error('a stream was not heard', { err: error }),
    });
  }

  private scripted(scripts: readonly EarScriptDto[], rate: number, listener: StreamListener): StreamEar {
    const first = scripts[0]?.id ?? '';
    const ear: ScriptedEar = new ScriptedEar(scripts, rate, listener, () => this.scripts.closed(first, ear));
    this.scripts.opened(first, ear);
    return ear;
  }
}
