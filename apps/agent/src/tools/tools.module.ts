import { Module } from '@nestjs/common';
import { CrmModule } from '#crm';
import type { TalkTool } from '#talk';
import { LedgerModule } from '../ledger/ledger.module.js';
import { CreateQuoteTool } from './create-quote.tool.js';
import { Deferrals } from './deferrals.js';
import { DisconnectCallTool } from './disconnect-call.tool.js';
import { FindPackagesTool } from './find-packages.tool.js';
import type { RoomReach } from './reach.js';
import { RecallCustomerTool } from './recall-customer.tool.js';
import { RobotActionTool } from './robot-action.tool.js';
import { SaveContactTool } from './save-contact.tool.js';
import { SaveCustomerLeadTool } from './save-customer-lead.tool.js';
import { StopRecordingTool } from './stop-recording.tool.js';

/** Every tool of this app, in the order in which a model is shown them. */
export const AGENT_TOOLS = Symbol('AGENT_TOOLS');

const TOOLS = [
  FindPackagesTool,
  SaveCustomerLeadTool,
  CreateQuoteTool,
  SaveContactTool,
  RecallCustomerTool,
  RobotActionTool,
  DisconnectCallTool,
  StopRecordingTool,
];

@Module({
  imports: [CrmModule, LedgerModule],
  providers: [
    Deferrals,
    ...TOOLS,
    { provide: AGENT_TOOLS, inject: TOOLS, useFactory: (...tools: TalkTool<RoomReach>[]) => tools },
  ],
  exports: [AGENT_TOOLS],
})
export class ToolsModule {}
