import { describe, expect, it } from "vitest";
import { communicationKinds, type CommunicationKind } from "@/lib/kernel/communications";
import { locales } from "@/lib/kernel/locale";
import { renderMail, renderSms, type Message } from "@/lib/platform/mail/render";
import { sampleOf } from "@/lib/platform/mail/samples";

const given = {
  shop: "Bloemen & Zo",
  timezone: "Europe/Amsterdam",
  baseUrl: "https://portal.example/x?a=1&b=2",
};
const withLink: readonly CommunicationKind[] = [
  ...(["payment_invitation", "push_failure", "colleague_invitation", "password_reset"] as const),
  ...(["invoice_invitation", "invoice_reminder"] as const),
];
/** Amounts hold their sign with a space that does not break. */
const spaced = (text: string) => text.replaceAll(/[\u00A0\u202F]/g, " ");
const linksIn = (text: string) => text.match(/https?:\/\/[^\s"<]+/g) ?? [];

const confirmation = (
  over: Partial<Extract<Message, { kind: "payment_confirmation" }>["content"]>,
  name = "",
) =>
  renderMail({
    ...{ kind: "payment_confirmation", locale: "en", name, secret: null },
    content: {
      ...{ shop: "Shop", amount: { minor: 12_995, currency: "EUR" }, reference: "R1", method: "ideal" },
      ...{ paidAt: "2026-03-02T09:30:00.000Z", ...over },
    },
  });

describe.each(locales)("mails in %s", (locale) => {
  it.each(communicationKinds)("say all of %s", async (kind) => {
    const mail = await renderMail(sampleOf(kind, locale, given));
    expect(mail.subject).toMatch(/\S/);
    expect(mail.html).toContain(`lang="${locale}"`);
    expect(mail.html.startsWith("<!DOCTYPE html")).toBe(true);
    for (const text of [mail.subject, mail.text, mail.html]) {
      expect(text).not.toMatch(/\{\{?\w+\}|undefined|\[object/);
    }
    // Nothing is fetched when it is read.
    expect(mail.html).not.toMatch(/<img|<link|@import|url\(|<script/i);
    const expected = withLink.includes(kind)
      ? [`${given.baseUrl}${kind === "push_failure" ? "/pushes" : ""}`]
      : [];
    const own = linksIn(mail.text).filter((link) => link.startsWith("https://portal.example"));
    expect(own).toEqual(expected);
    expect(
      [...mail.html.matchAll(/<a href="([^"]*)"/g)].map(([, href]) => href?.replaceAll("&amp;", "&")),
    ).toEqual(expected);
    expect(await renderSms(sampleOf(kind, locale, given))).toMatch(/\S/);
  });
});

describe("values in mails", () => {
  it("are written in the mail's language and the content's zone", async () => {
    const nl = await renderMail(sampleOf("payment_confirmation", "nl", given));
    expect(spaced(nl.text)).toContain("€ 129,95");
    expect(nl.text).toContain("2 maart 2026 om 10:30");
    const pl = await renderMail(sampleOf("payment_confirmation", "pl", { ...given, timezone: "UTC" }));
    expect(pl.text).toContain("2 marca 2026 09:30");
    expect((await confirmation({ amount: { minor: 9_999_999_999_999, currency: "EUR" } })).text).toContain(
      "€99,999,999,999.99",
    );
    expect((await confirmation({ amount: { minor: 500, currency: "JPY" } })).text).toContain("¥500");
    expect((await confirmation({ amount: { minor: 1234, currency: "KWD" } })).text).toMatch(/1\.234/);
  });

  it("cannot become markup, headers or another direction of writing", async () => {
    const shop = 'Evil"><img src=x onerror=alert(1)>{{body}}\r\nBcc: all@example.com\u202Etxt\u0000';
    const { subject, html, text } = await confirmation({ shop });
    expect(subject).not.toMatch(/[\p{Cc}\u202E]/u);
    expect(text).not.toContain("\nBcc:");
    expect(html).not.toContain("<img");
    expect(html).toContain("&lt;img src=x");
    expect(html).toContain("{{body}}");
  });

  it("greet nobody whose name carries an address or a story", async () => {
    expect((await confirmation({}, "Eva de Vries")).text).toMatch(/^Hello Eva de Vries,/);
    const hostile = [
      "win at http://evil.example",
      "www.evil.example",
      "evil.example",
      "a".repeat(61),
      "\r\n",
    ];
    for (const name of hostile) expect((await confirmation({}, name)).text).toMatch(/^Hello,/);
  });

  it("name an answer that never came in words", async () => {
    const sample = sampleOf("push_failure", "de", given) as Extract<Message, { kind: "push_failure" }>;
    const silent = { ...sample, content: { ...sample.content, answer: "timeout", which: "last" as const } };
    const { subject, text } = await renderMail(silent);
    expect(subject).toBe("Bloemen & Zo: Ein Push hatte seinen letzten Versuch");
    expect(text).toContain("Antwort: keine Antwort innerhalb der Zeit");
  });
});
