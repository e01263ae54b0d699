type Arrived = { readonly subject: string; readonly text: string };

/** What lies in the sandbox's mailbox for an address. */
export async function mailsTo(address: string): Promise<readonly Arrived[]> {
  const answer = await fetch(`${process.env["MAIL_URL"] ?? ""}/mails?to=${encodeURIComponent(address)}`);
  return ((await answer.json()) as { mails: readonly Arrived[] }).mails;
}
