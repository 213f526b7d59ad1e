import type { LocalConfig } from '../../../functions/shared/config.ts';
import { createAiStandIn } from '../../local/create-ai-stand-in.ts';
import type { Demo } from '../../local/demo-file.ts';
import { createInbox } from '../../local/inbox/create-inbox.ts';
import type { InboxStore } from '../../local/inbox/inbox-store.ts';
import type { EmulatedPlatform } from '../open-emulated-platform.ts';
import { createSideRouter } from './create-side-router.ts';
import type { SideServer } from './start-side-server.ts';

export interface SideOptions {
  side: SideServer;
  platform: EmulatedPlatform;
  inboxStore: InboxStore;
  demo: Demo;
  mode: LocalConfig['aiStandInMode'];
}

/** Serves what stands beside the suite; the answer resolves when every result that the AI stand-in has promised has been sent. */
export function serveSide({ side, platform, inboxStore, demo, mode }: SideOptions): () => Promise<void> {
  const { runtime, outside, issuer } = platform;
  const whereTo = { baseUrl: side.url, resultsUrl: demo.base_url, mode };
  const ai = createAiStandIn({ ...runtime, identity: outside }, whereTo);
  // The Auth emulator sends no mails either: it prints their links itself.
  const inbox = createInbox(runtime, { store: inboxStore, mails: [], demoAtsId: demo.ats_id });
  side.serve(createSideRouter({ ...runtime, ai: ai.handler, inbox, issuer }));
  return ai.drain;
}
