import type { Captions } from '#talk';
import type { TalkNeeds } from '../talk-in-room.js';

/** Captions that are also told to who follows the session from outside of the room. */
export class FollowedCaptions implements Captions {
  private answer = '';

  constructor(
    private readonly captions: Captions,
    private readonly interim: TalkNeeds['interim'],
  ) {}

  person(person: string, text: string, isFinal: boolean): void {
    this.captions.person(person, text, isFinal);
    this.interim('user', text, person);
  }

  agent(text: string): void {
    this.captions.agent(text);
    this.answer = `${this.answer} ${text}`;
    this.interim('agent', this.answer, null);
  }

  agentDone(): void {
    this.captions.agentDone();
    this.answer = '';
  }
}
