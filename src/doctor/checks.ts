import type { Check } from './check.ts';
import { access } from './checks/access.check.ts';
import { crm } from './checks/crm.check.ts';
import { database } from './checks/database.check.ts';
import { envFile } from './checks/env-file.check.ts';
import { node } from './checks/node.check.ts';
import { openai } from './checks/openai.check.ts';
import { packages } from './checks/packages.check.ts';

/** In the order in which they are told: what everything stands on first. README's table of cures has the same parts. */
export const CHECKS: readonly Check[] = [node, packages, envFile, access, database, openai, crm];
