import { ValidateBy } from 'class-validator';

/** A language by BCP 47, or `auto`. */
export function IsLanguage(): PropertyDecorator {
  return ValidateBy({
    name: 'isLanguage',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && (value === 'auto' || isLanguageTag(value)),
      defaultMessage: () => '$property must be a language such as en or pt-BR, or auto',
    },
  });
}

/** By BCP 47. */
export function isLanguageTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}
