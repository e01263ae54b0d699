import { createTransport } from "nodemailer";
import { afterEach, expect, it } from "vitest";
import { startMailbox } from "./mailbox";
import type { Received } from "./read-mail";

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function mailbox() {
  const running = await startMailbox({ port: 0, smtpPort: 0, now: () => new Date("2026-03-01T12:00:00Z") });
  const transport = createTransport({ url: running.smtpUrl });
  stops.push(() => transport.close(), running.stop);
  const mails = async (query = "") =>
    ((await (await fetch(`${running.url}/mails${query}`)).json()) as { mails: Received[] }).mails;
  return { transport, mails };
}

it("takes a mail and shows it as a person would read it", async () => {
  const { transport, mails } = await mailbox();
  const text =
    "Zażółć gęślą jaźń – a line that is long enough to be broken softly by the encoding = with signs.";
  await transport.sendMail({
    from: "Shop <shop@example.nl>",
    to: ["eva@example.nl", "Ole <ole@example.nl>"],
    subject: "Ein Push hatte seinen letzten Versuch: Bücher & Töne, und noch viel mehr davon",
    text,
    html: `<p>${text}</p>`,
    messageId: "<1@example.nl>",
  });
  const [mail] = await mails();
  expect(mail).toMatchObject({
    at: "2026-03-01T12:00:00.000Z",
    from: "shop@example.nl",
    to: ["eva@example.nl", "ole@example.nl"],
    subject: "Ein Push hatte seinen letzten Versuch: Bücher & Töne, und noch viel mehr davon",
    messageId: "<1@example.nl>",
    text,
    html: `<p>${text}</p>`,
  });
  expect(await mails("?to=OLE@example.nl")).toHaveLength(1);
  expect(await mails("?to=anna@example.nl")).toEqual([]);
});

it("shows a plain mail, and one whose text is nothing but other letters", async () => {
  const { transport, mails } = await mailbox();
  const plain = { from: "a@example.nl", to: "b@example.nl", subject: "plain" };
  await transport.sendMail({ ...plain, text: "first\n\nsecond" });
  await transport.sendMail({ ...plain, text: "ąęść ółźż ".repeat(20).trim() });
  expect((await mails()).map(({ text, html }) => [text, html])).toEqual([
    ["first\n\nsecond", null],
    ["ąęść ółźż ".repeat(20).trim(), null],
  ]);
});
