import type { Received } from "./read-mail";

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string) => text.replaceAll(/[&<>"]/g, (sign) => escapes[sign] ?? sign);

const style = `
  :root { color-scheme: light dark; }
  body { margin: 0; font: 16px/1.5 system-ui, sans-serif; background: #eef2f7; color: #14202e; }
  main { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
  section { background: #fff; border-radius: 12px; padding: 1.5rem; box-shadow: 0 6px 24px #14202e1a; }
  h1 { font-size: 1.3rem; margin: 0 0 .25rem; }
  p.note { margin: 0 0 1.25rem; color: #55637a; }
  table { width: 100%; border-collapse: collapse; }
  th, td { text-align: left; padding: .5rem .75rem .5rem 0; border-top: 1px solid #d5dde8; overflow-wrap: anywhere; }
  td:first-child { white-space: nowrap; }
  dl { display: grid; grid-template-columns: 9rem 1fr; gap: .3rem 1rem; margin: 0 0 1.25rem; }
  dt { color: #55637a; } dd { margin: 0; overflow-wrap: anywhere; }
  iframe { width: 100%; height: 36rem; border: 1px solid #d5dde8; border-radius: 8px; background: #fff; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; border-top: 1px solid #d5dde8; padding-top: 1rem; }
  form { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end; margin: 0 0 1.25rem; }
  input, button { font: inherit; padding: .5rem .75rem; }
  :focus-visible { outline: 3px solid #2f6fed; outline-offset: 2px; }
  @media (prefers-color-scheme: dark) {
    body { background: #0f1721; color: #e6edf6; } section { background: #1a2532; box-shadow: none; }
    dt, p.note { color: #a3b2c6; } a { color: #8ab4ff; } th, td, pre, iframe { border-color: #34445a; }
  }`;

const page = (title: string, body: string) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title><style>${style}</style></head>
<body><main><section>${body}</section></main></body></html>`;

const row = ({ id, at, to, subject }: Received) =>
  `<tr><td>${at.slice(0, 19).replace("T", " ")}</td><td>${escaped(to.join(", "))}</td>` +
  `<td><a href="/mails/${id}">${escaped(subject || "(no subject)")}</a></td></tr>`;

const table = (mails: readonly Received[]) =>
  mails.length === 0
    ? `<p>No mail here.</p>`
    : `<table><thead><tr><th scope="col">Time (UTC)</th><th scope="col">To</th><th scope="col">Subject</th></tr></thead>
<tbody>${mails.map(row).join("")}</tbody></table>`;

/** The newest first. */
export const listPage = (mails: readonly Received[], to: string): string =>
  page(
    "Mailbox",
    `<h1>Mailbox of the sandbox</h1>
<p class="note">Every mail that the portal hands over ends here. Nothing here is real.</p>
<form><label>Address<br><input name="to" value="${escaped(to)}"></label><button>Show</button></form>${table(mails)}`,
  );

/** A mail as its reader sees it: without script, without anything from outside, links open beside it. */
export const mailPage = (mail: Received): string =>
  page(
    mail.subject,
    `<p><a href="/">Mailbox</a></p><h1>${escaped(mail.subject)}</h1>
<dl><dt>From</dt><dd>${escaped(mail.headers["from"] ?? "")}</dd><dt>To</dt><dd>${escaped(mail.to.join(", "))}</dd>
<dt>Reply to</dt><dd>${escaped(mail.headers["reply-to"] ?? "")}</dd><dt>Return path</dt><dd>${escaped(mail.from)}</dd>
<dt>Message id</dt><dd>${escaped(mail.messageId ?? "")}</dd><dt>Time</dt><dd>${mail.at}</dd></dl>
<iframe title="Mail" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${escaped(framed(mail))}"></iframe>
<h2>Text</h2><pre>${escaped(mail.text ?? "")}</pre>`,
  );

const framed = ({ html }: Received) =>
  `<base target="_blank"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">${html ?? ""}`;

export const noMailPage = (): string =>
  page("Mailbox", `<h1>There is no such mail</h1><p><a href="/">Mailbox</a></p>`);
