export type TravelIntent =
  | 'greet'
  | 'find_packages'
  | 'give_contact'
  | 'quote'
  | 'move_robot'
  | 'yes'
  | 'no'
  | 'thanks'
  | 'goodbye'
  | 'unknown';

/** What a sentence means to the travel dialogue. */
export interface TravelSlots {
  intent: TravelIntent;
  destination?: string;
  nights?: number;
  people?: number;
  /** US dollars. */
  budget?: number;
  name?: string;
  email?: string;
  /** Digits, with a leading `+` when it was said. */
  phone?: string;
  robot?: { type: string; value: string };
}

/** Reads a spoken or typed sentence. */
export function travelSlots(_text: string): TravelSlots {
  return { intent: 'unknown' };
}
