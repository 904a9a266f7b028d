import type { PipeTransform } from '@nestjs/common';
import { BadInput, inputPipe } from '#problem';
import { AgentConfigDto } from './agent-config.dto.js';
import { BadIdentity } from './opening.errors.js';
import { OpenRoomSessionDto, OpenSessionDto } from './open-session.dto.js';

const input = inputPipe();

/** Two seeds have the same path for different requests: the fields that each must have tell them apart. */
export class SessionRequestPipe implements PipeTransform<
  object,
  Promise<OpenSessionDto | OpenRoomSessionDto>
> {
  transform(body: object): Promise<OpenSessionDto | OpenRoomSessionDto> {
    const isForRoom = !('userIdentity' in body) && ('room' in body || 'identity' in body);
    return isForRoom ? read(body, OpenRoomSessionDto) : readOwn(body);
  }
}

async function readOwn(body: object): Promise<OpenSessionDto> {
  try {
    const request = await read(body, OpenSessionDto);
    if (!request.agentConfig) return request;
    return Object.assign(request, { agentConfig: await readConfig(request.agentConfig) });
  } catch (error) {
    if (error instanceof BadInput && error.errors.some(({ field }) => field === 'userIdentity')) {
      throw new BadIdentity(error.errors);
    }
    throw error;
  }
}

/** By itself, for it alone may have more in it than we know. */
async function readConfig(given: object): Promise<AgentConfigDto> {
  try {
    return await read(given, AgentConfigDto);
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    throw new BadInput(
      error.errors.map(({ field, message }) => ({ field: `agentConfig.${field}`, message })),
    );
  }
}

async function read<T>(value: object, metatype: new () => T): Promise<T> {
  return (await input.transform(value, { type: 'body', metatype })) as T;
}
