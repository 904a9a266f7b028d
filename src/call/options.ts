import { parseArgs } from 'node:util';
import { CallFailed } from './call-failed.ts';
import { VOICES } from './voice.ts';
import type { VoiceName } from './voice.ts';

/** A fault of whoever typed the command. */
export class BadOption extends CallFailed {}

export interface CallOptions {
  help: boolean;
  json: boolean;
  /** Where Parley answers; null: at PORT, and started when nobody does. */
  url: string | null;
  agent: string | null;
  mode: 'realtime' | 'pipeline' | null;
  texts: string[];
  sentences: string | null;
  draw: number | null;
  seed: number;
  turns: number | null;
  voice: VoiceName;
  wav: string | null;
  hangUpAfterS: number | null;
}

export const USAGE = `npm run call -- [options]

  --text "…"            say this instead of the travel script; once for every turn
  --sentences FILE      say the lines of a file
  --draw N              say N sentences drawn from those the sandbox understands
  --seed N              … by this seed (default: another each time; it is printed)
  --turns N             at most N turns
  --agent ID            talk with this agent (default: tara)
  --mode MODE           realtime or pipeline (default: as the agent is)
  --voice NAME          ${VOICES.join(', ')} (default: ${VOICES[0]})
  --wav FILE            where the recording goes, left the caller, right the agent (default: data/calls/<session>.wav)
  --json                one JSON object on stdout and nothing else
  --url BASE            the Parley to call (default: the one at PORT; when there is none it is started and stopped again)
  --hang-up-after S     hang up after S seconds, whatever goes on
  --help                this, and the sentences that work`;

/** @throws BadOption */
export function readOptions(args: string[]): CallOptions {
  const { values } = parse(args);
  return {
    help: values.help ?? false,
    json: values.json ?? false,
    url: values.url?.replace(/\/+$/, '') ?? null,
    agent: values.agent ?? null,
    mode: modeNamed(values.mode),
    texts: values.text ?? [],
    sentences: values.sentences ?? null,
    draw: whole('--draw', values.draw, 1000),
    seed: whole('--seed', values.seed, 2 ** 31 - 1) ?? 1 + Math.floor(Math.random() * 999_999),
    turns: whole('--turns', values.turns, 1000),
    voice: voiceNamed(values.voice ?? VOICES[0]),
    wav: values.wav ?? null,
    hangUpAfterS: whole('--hang-up-after', values['hang-up-after'], 3600),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        help: { type: 'boolean', short: 'h' },
        json: { type: 'boolean' },
        url: { type: 'string' },
        agent: { type: 'string' },
        mode: { type: 'string' },
        text: { type: 'string', multiple: true },
        sentences: { type: 'string' },
        draw: { type: 'string' },
        seed: { type: 'string' },
        turns: { type: 'string' },
        voice: { type: 'string' },
        wav: { type: 'string' },
        'hang-up-after': { type: 'string' },
      },
    });
  } catch (error) {
    throw new BadOption(error instanceof Error ? error.message : String(error));
  }
}

function whole(name: string, text: string | undefined, max: number): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= max) return value;
  throw new BadOption(`${name} wants a whole number from 1 to ${max}.`);
}

function modeNamed(mode: string | undefined): CallOptions['mode'] {
  if (mode === undefined || mode === 'realtime' || mode === 'pipeline') return mode ?? null;
  throw new BadOption('--mode is realtime or pipeline.');
}

function voiceNamed(name: string): VoiceName {
  const voice = VOICES.find((known) => known === name);
  if (voice) return voice;
  throw new BadOption(`There is no voice ${name}: ${VOICES.join(', ')}.`);
}
