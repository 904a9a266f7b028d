import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, relative } from 'node:path';

/** The path itself, or the first thing above it that exists: there what is missing would be made. */
export function nearestExisting(path: string): string {
  return existsSync(path) ? path : nearestExisting(dirname(path));
}

export function isWritableFolder(path: string): boolean {
  return statSync(path).isDirectory() && isWritable(path);
}

export function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** As a person would name it from the root. */
export function shownPath(root: string, path: string): string {
  const inside = relative(root, path);
  return inside.startsWith('..') ? path : inside || path;
}
