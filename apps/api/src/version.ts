import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const SERVICE = 'parley-api';

/** Of the package this file belongs to, whether it runs from the source or from `dist`. */
export const VERSION = readVersion(import.meta.dirname);

function readVersion(folder: string): string {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return folder === dirname(folder) ? '0.0.0' : readVersion(dirname(folder));
  const manifest: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const hasVersion = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return hasVersion ? String(manifest.version) : '0.0.0';
}
