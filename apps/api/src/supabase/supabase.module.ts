import { Module } from '@nestjs/common';
import { SupabaseAgents } from './supabase-agents.js';
import { supabaseConfig } from './supabase.config.js';

@Module({ providers: [supabaseConfig, SupabaseAgents], exports: [SupabaseAgents] })
export class SupabaseModule {}
