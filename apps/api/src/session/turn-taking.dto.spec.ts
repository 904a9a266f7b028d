import { inputPipe } from '#problem';
import { AgentConfigDto } from './opening/agent-config.dto.js';
import { ChangeAgentDto } from './operator/change-agent.dto.js';

describe.each([{ metatype: AgentConfigDto }, { metatype: ChangeAgentDto }])(
  '$metatype.name',
  ({ metatype }) => {
    it('refuses a list in place of turn taking', async () => {
      const reading = inputPipe().transform(
        { turnTaking: [] },
        { type: 'body', metatype },
      ) as Promise<unknown>;
      await expect(reading).rejects.toMatchObject({ errors: [{ field: 'turnTaking' }] });
    });
  },
);
