import type { FactoryProvider } from '@nestjs/common';
import { registerAs } from '@nestjs/config';
import { validateSync } from 'class-validator';
import { InvalidConfiguration } from './invalid-configuration.js';

type ConfigType<T> = new () => T;

/** Which variable fills which field: `PORT`, or `PORT|API_SERVER_PORT` where the second is an alias of the first. */
type Variables<T> = { [Field in keyof T]?: string };

export interface DeclaredVariable {
  /** The variable's first name. */
  name: string;
  aliases: string[];
  config: string;
  field: string;
  /** The value in force when nothing is set, undefined when there is none. */
  default: unknown;
}

const declared: DeclaredVariable[] = [];
const readers: (() => object)[] = [];

/** Every variable that a config class of the loaded apps reads; `.env.example` is compared with it. */
export function declaredVariables(): readonly DeclaredVariable[] {
  return declared;
}

/** What does not fit in the environment, by every config class of the loaded apps: `PORT: must be a number`. */
export async function configurationComplaints(): Promise<string[]> {
  const complaints = await Promise.all(readers.map(complaintsOf));
  return [...new Set(complaints.flat())];
}

/** Of something that refuses how it is configured. */
export async function complaintsOf(configured: () => unknown): Promise<readonly string[]> {
  try {
    await configured();
    return [];
  } catch (error) {
    if (error instanceof InvalidConfiguration) return error.complaints;
    throw error;
  }
}

/**
 * Fills a config class from the environment, once, when the app boots.
 *
 * Numbers, booleans (`true|false|1|0|yes|no|on|off`) and comma-separated lists are read by the field's declared type;
 * class-validator decorators say what is allowed. An empty variable counts as not set.
 *
 * @throws InvalidConfiguration naming each variable that does not fit.
 */
export function provideConfig<T extends object>(
  type: ConfigType<T>,
  variables: Variables<T>,
): FactoryProvider<T> {
  const defaults = new type();
  for (const [field, names] of entries(variables)) {
    const [name = '', ...aliases] = names.split('|');
    declared.push({ name, aliases, config: type.name, field, default: Reflect.get(defaults, field) });
  }
  const reader = () => read(type, variables);
  readers.push(reader);
  return { provide: type, useFactory: registerAs(type.name, reader) };
}

function read<T extends object>(type: ConfigType<T>, variables: Variables<T>): T {
  const config = new type();
  const complaints: string[] = [];
  const firstName = new Map<string, string>();
  for (const [field, names] of entries(variables)) {
    const aliases = names.split('|');
    firstName.set(field, aliases[0] ?? names);
    const set = aliases.find((alias) => process.env[alias]?.trim());
    if (!set) continue;
    const value = parse(
      process.env[set]?.trim() ?? '',
      Reflect.getMetadata('design:type', type.prototype as object, field),
    );
    if (value === undefined) complaints.push(`${set}: ${wanted(type, field)}`);
    else Reflect.set(config, field, value);
  }
  for (const { property, constraints } of validateSync(config)) {
    const wants = Object.values(constraints ?? {}).map((text) =>
      text.replace(new RegExp(`^${property} `), ''),
    );
    complaints.push(`${firstName.get(property) ?? property}: ${wants.join(', ')}`);
  }
  if (complaints.length) throw new InvalidConfiguration(complaints);
  return config;
}

function parse(text: string, type: unknown): unknown {
  if (type === Number) return Number.isFinite(Number(text)) ? Number(text) : undefined;
  if (type === Array)
    return text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean);
  if (type === Boolean) {
    if (/^(true|1|yes|on)$/i.test(text)) return true;
    if (/^(false|0|no|off)$/i.test(text)) return false;
    return undefined;
  }
  return text;
}

function wanted(type: ConfigType<object>, field: string): string {
  const kind: unknown = Reflect.getMetadata('design:type', type.prototype as object, field);
  return kind === Number ? 'must be a number' : 'must be true or false';
}

function entries<T>(variables: Variables<T>): [string, string][] {
  return Object.entries(variables).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
}
