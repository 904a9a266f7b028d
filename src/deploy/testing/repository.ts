import { existsSync, globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';

const ROOT = resolve(import.meta.dirname, '../../..');

export function read(path: string): string {
  return readFileSync(resolve(ROOT, path), 'utf8');
}

export function isThere(path: string): boolean {
  return existsSync(resolve(ROOT, path));
}

/** The texts of a folder's sources that go into `dist`. */
export function sourcesOf(folder: string): string[] {
  const files = globSync(`${folder}/**/*.ts`, { cwd: ROOT });
  return files.filter((file) => !/spec\.ts$|\/testing\//.test(file)).map(read);
}

/** The documents of a YAML file, merge keys applied. @throws Error on a key that is there twice, and on what is no YAML. */
export function readYaml<T>(path: string): T[] {
  return parseYaml<T>(read(path));
}

export function parseYaml<T>(text: string): T[] {
  const documents = parseAllDocuments(text, { merge: true });
  return [...documents].map((document) => {
    const [error] = document.errors;
    if (error) throw error;
    return document.toJS() as T;
  });
}

/** `NAME=value` lines of an env file. */
export function readEnv(path: string): Record<string, string> {
  const lines = [...read(path).matchAll(/^([A-Z][A-Z0-9_]*)=(.*)$/gm)];
  return Object.fromEntries(lines.map(([, name = '', value = '']) => [name, value]));
}

/** Every variable of Parley with its default, which is empty where there is none. */
export function exampleSettings(): Record<string, string> {
  const lines = [...read('.env.example').matchAll(/^# ([A-Z][A-Z0-9_]*)=(.*)$/gm)];
  return Object.fromEntries(lines.map(([, name = '', value = '']) => [name, value]));
}

/** Whether the app answers `GET path`. The api's document lists its routes; the other two are asked by their source. */
export function answers(app: string, path: string): boolean {
  if (app === 'api') return path in (JSON.parse(read('openapi.json')) as { paths: object }).paths;
  if (app === 'agent')
    return read('apps/agent/src/face/face.controller.ts').includes(`@Get('${path.slice(1)}')`);
  const [, prefix, route] = path.split('/');
  const controller = read('apps/sandbox/src/health/health.controller.ts');
  return controller.includes(`@Controller('${prefix}')`) && controller.includes(`@Get('${route}')`);
}
