import { Injectable } from '@nestjs/common';
import { TravelDialogue } from '../../dialogue/travel-dialogue.js';
import { Ear } from '../../speech/ear.js';
import { Voice } from '../../speech/voice.js';
import type { Dialogue } from './mind.js';
import { PREPARED_ANSWERS, PreparedDialogue, preparedEar } from './prepared.js';
import { RealtimeSwitchesDto } from './realtime-control.dto.js';

/** What a session is made of, by the switches of the moment; sessions that run keep what they began with. */
@Injectable()
export class SessionParts {
  switches: Readonly<RealtimeSwitchesDto> = new RealtimeSwitchesDto();

  constructor(
    private readonly realEar: Ear,
    readonly voice: Voice,
  ) {}

  /** Resolves when what the switches promise is ready: prepared answers are made into sound first. */
  async set(switches: RealtimeSwitchesDto): Promise<void> {
    if (switches.speech === 'prepared') {
      for (const answer of PREPARED_ANSWERS) await this.prepare(answer);
    }
    this.switches = switches;
  }

  get ear(): Pick<Ear, 'hear' | 'idle'> {
    return this.switches.speech === 'prepared' ? preparedEar : this.realEar;
  }

  newDialogue(): Dialogue {
    return this.switches.speech === 'prepared' ? new PreparedDialogue() : new TravelDialogue();
  }

  /** The voice remembers what it said lately. */
  private async prepare(text: string): Promise<void> {
    const sentences = this.voice.speak(text);
    let sentence = await sentences.next();
    while (!sentence.done) sentence = await sentences.next();
  }
}
