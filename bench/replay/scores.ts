import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { VoiceWindows } from '#talk';
import type { Utterance } from '../corpus/utterance.ts';

/** Probabilities are kept as thousandths. */
const SCALE = 1_000;

/** What the voice detector made of each utterance, kept in a file: listening is most of the work of a replay. */
export class Scores {
  private readonly file: string;
  private readonly known: Record<string, number[]>;
  private isNew = false;

  private constructor(file: string, known: Record<string, number[]>) {
    this.file = file;
    this.known = known;
  }

  static async open(file: string): Promise<Scores> {
    const text = await readFile(file, 'utf8').catch(() => '{}');
    return new Scores(file, JSON.parse(text) as Record<string, number[]>);
  }

  /** One probability a window. */
  async of({ plan, samples }: Utterance): Promise<number[]> {
    const known = this.known[plan.id];
    if (known) return known.map((score) => score / SCALE);
    const detector = new VoiceWindows();
    const windows = await detector.feed(samples);
    detector.close();
    this.isNew = true;
    const scores = windows.map(({ probability }) => Math.round(probability * SCALE));
    this.known[plan.id] = scores;
    return scores.map((score) => score / SCALE);
  }

  async keep(): Promise<void> {
    if (!this.isNew) return;
    await mkdir(dirname(this.file), { recursive: true });
    await writeFile(`${this.file}.part`, JSON.stringify(this.known));
    await rename(`${this.file}.part`, this.file);
  }
}
