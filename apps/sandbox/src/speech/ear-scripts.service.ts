import { Injectable } from '@nestjs/common';
import type { EarScriptDto, ScriptListDto } from './ear-scripts.dto.js';
import type { ScriptedEar } from './scripted-ear.js';
import { ScriptUnknown, ScriptWordsDisordered, StreamUnknown, TooManyScripts } from './speech.errors.js';

const MOST_SCRIPTS = 5_000;
const MOST_NEXT = 500;
/** Marks the name of a script among a stream's tags. */
const TAG = 'script:';

/** What streams are to understand instead of listening. */
@Injectable()
export class EarScripts {
  private readonly scripts = new Map<string, EarScriptDto>();
  private next: string[][] = [];
  /** The streams that play scripts, by the id of the first of them. */
  private readonly streams = new Map<string, ScriptedEar>();

  /** A script of the same id is replaced, for streams that open from now on. @throws ScriptWordsDisordered @throws TooManyScripts */
  register(script: EarScriptDto): void {
    const ends = script.words.map(({ endMs }) => endMs);
    if (ends.some((endMs, i) => endMs < (ends[i - 1] ?? 0))) throw new ScriptWordsDisordered(script.id);
    if (this.scripts.size >= MOST_SCRIPTS && !this.scripts.has(script.id)) throw new TooManyScripts();
    this.scripts.set(script.id, script);
  }

  /** The next stream that opens and names no script plays these. @throws ScriptUnknown @throws TooManyScripts */
  playNext(ids: string[]): void {
    if (this.next.length >= MOST_NEXT) throw new TooManyScripts();
    this.find(ids);
    this.next.push(ids);
  }

  /**
   * What a stream plays that opens with these tags: `script:<id>`, or several ids with commas between. Undefined when it is to listen.
   * @throws ScriptUnknown
   */
  take(tags: readonly string[]): EarScriptDto[] | undefined {
    const named = tags
      .filter((tag) => tag.startsWith(TAG))
      .flatMap((tag) => tag.slice(TAG.length).split(','));
    if (named.length > 0) return this.find(named);
    const ids = this.next.shift();
    return ids && this.find(ids);
  }

  opened(first: string, ear: ScriptedEar): void {
    this.streams.set(first, ear);
  }

  closed(first: string, ear: ScriptedEar): void {
    if (this.streams.get(first) === ear) this.streams.delete(first);
  }

  /** The stream that began with the script `first` goes on with these. @throws ScriptUnknown @throws StreamUnknown */
  turnTo(first: string, ids: readonly string[]): void {
    const ear = this.streams.get(first);
    if (!ear) throw new StreamUnknown(first);
    ear.turnTo(this.find(ids));
  }

  list(): ScriptListDto {
    return { scripts: [...this.scripts.keys()], next: this.next };
  }

  clear(): void {
    this.scripts.clear();
    this.next = [];
  }

  private find(ids: readonly string[]): EarScriptDto[] {
    return ids.map((id) => {
      const script = this.scripts.get(id);
      if (!script) throw new ScriptUnknown(id);
      return script;
    });
  }
}
