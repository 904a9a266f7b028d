import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { TalkTool, ToolAnswer } from '#talk';
import { answer, said } from './answer.js';
import type { RoomReach } from './reach.js';

const parameters = z.object({
  name: z.string().max(200).describe('The customer’s own name.').optional(),
  email: z.string().max(254).describe('E-mail address.').optional(),
  phone: z
    .string()
    .max(50)
    .describe('Phone number, with the country code when the customer said it.')
    .optional(),
  company: z.string().max(200).describe('The company they work for.').optional(),
  language: z.string().max(35).describe('The language they want to speak, such as en or hi-IN.').optional(),
  preferences: z
    .array(z.object({ topic: z.string().max(100), wish: z.string().max(200) }))
    .max(20)
    .describe('What they like, to be remembered: {"topic": "seat", "wish": "window"}.')
    .optional(),
});

const LOOKS_LIKE_EMAIL = /\S\s*(?:@|\bat\b)\s*\S/i;
const FEWEST_DIGITS = 7;

/** The call itself is what is kept: it goes to the api with all that happens in a talk, which makes a contact of it. */
@Injectable()
export class SaveContactTool implements TalkTool<RoomReach, typeof parameters> {
  readonly name = 'save_contact';
  readonly description =
    'Remember who the customer is, and what they like, for later talks: as soon as they say it, and again when they correct it.';
  readonly parameters = parameters;
  readonly deadlineMs = 1_000;

  run({ preferences = [], ...told }: z.infer<typeof parameters>): Promise<ToolAnswer> {
    return Promise.resolve(answer(verdict(told, preferences.length)));
  }
}

function verdict(told: Record<string, string | undefined>, preferences: number) {
  const [email, phone] = [said(told.email), said(told.phone)];
  if (!Object.values(told).some(said) && preferences === 0) {
    return { success: false, message: 'There was nothing to remember. Ask the customer.' };
  }
  if (email && !LOOKS_LIKE_EMAIL.test(email)) {
    return {
      success: false,
      message: 'This is no whole e-mail address. Ask for it again, letter by letter.',
    };
  }
  if (phone && !hasDigits(phone)) {
    return { success: false, message: 'This is no whole phone number. Ask for it again, digit by digit.' };
  }
  return { success: true, message: 'It is remembered.' };
}

/** In words or in digits. */
function hasDigits(phone: string): boolean {
  const digits = phone.match(/\d|\b(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)\b/gi) ?? [];
  const repeated = phone.match(/\b(?:double|triple)\b/gi) ?? [];
  return digits.length + repeated.length >= FEWEST_DIGITS;
}
