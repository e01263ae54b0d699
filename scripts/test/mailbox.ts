import { afterAll, beforeAll } from "vitest";
import { closeSmtp } from "@/lib/platform/mail/smtp-lines";
import { startMailbox } from "@/sandbox/mail/mailbox";
import type { Received } from "@/sandbox/mail/read-mail";

/** The sandbox's mailbox, to which the portal hands its mails. Gives the mails of an address. */
export function useMailbox(now: () => Date): (to: string) => Promise<readonly Received[]> {
  let running: Awaited<ReturnType<typeof startMailbox>> | null = null;
  beforeAll(async () => {
    running = await startMailbox({ port: 0, smtpPort: 0, now });
    Object.assign(process.env, { SMTP_URL: running.smtpUrl });
  });
  afterAll(async () => {
    closeSmtp();
    await running?.stop();
  });
  return async (to) => {
    const answer = await fetch(`${running?.url ?? ""}/mails?to=${encodeURIComponent(to)}`);
    return ((await answer.json()) as { mails: Received[] }).mails;
  };
}
