import { ValidateBy } from 'class-validator';

interface TextsByName {
  /** Of the validator. */
  name: string;
  /** How many of them. */
  most: number;
  /** Characters of a text. */
  longest: number;
  fits: (name: string, text: string) => boolean;
}

/** An object of texts: `{"seat": "window"}`. */
export function IsTextsByName({ name, most, longest, fits }: TextsByName): PropertyDecorator {
  const areTexts = (value: unknown): boolean => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const entries: [string, unknown][] = Object.entries(value);
    return (
      entries.length <= most && entries.every(([key, text]) => typeof text === 'string' && fits(key, text))
    );
  };
  return ValidateBy({
    name,
    validator: {
      validate: areTexts,
      defaultMessage: () =>
        `$property must be an object of at most ${most} texts, of ${longest} characters at most each`,
    },
  });
}
