import { IsTextsByName } from '../http/texts-by-name.js';

const MOST = 50;
const LONGEST = 200;

/** What a person likes, by topic: `{"seat": "window"}`. */
export function IsPreferences(): PropertyDecorator {
  return IsTextsByName({
    ...{ name: 'isPreferences', most: MOST, longest: LONGEST },
    fits: (topic, text) => isShort(topic) && isShort(text),
  });
}

function isShort(text: string): boolean {
  return text.length > 0 && text.length <= LONGEST;
}
