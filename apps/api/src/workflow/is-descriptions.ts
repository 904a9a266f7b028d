import { IsTextsByName } from '../http/texts-by-name.js';

const MOST = 100;
const LONGEST_NAME = 128;
const LONGEST = 500;

/** What is meant by names, in words: `{"purchase": "wants to buy a trip"}`. */
export function IsDescriptions(): PropertyDecorator {
  return IsTextsByName({
    ...{ name: 'isDescriptions', most: MOST, longest: LONGEST },
    fits: (name, text) => name.length <= LONGEST_NAME && /\S/.test(text) && text.length <= LONGEST,
  });
}
