import { accountFor, issuers } from "./accounts";
import type { Mandate } from "./mandates";

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string) => text.replaceAll(/[&<>"]/g, (sign) => escapes[sign] ?? sign);

const style = `
  :root { color-scheme: light dark; }
  body { margin: 0; font: 16px/1.5 system-ui, sans-serif; background: #eef2f7; color: #14202e; }
  main { max-width: 34rem; margin: 3rem auto; padding: 0 1rem; }
  section { background: #fff; border-radius: 12px; padding: 1.75rem; box-shadow: 0 6px 24px #14202e1a; }
  h1 { font-size: 1.3rem; margin: 0 0 .25rem; }
  p.note { margin: 0 0 1.25rem; color: #55637a; }
  dl { display: grid; grid-template-columns: 11rem 1fr; gap: .4rem 1rem; margin: 0 0 1.25rem; }
  dt { color: #55637a; } dd { margin: 0; overflow-wrap: anywhere; }
  label { display: block; margin: 0 0 1.25rem; }
  select { display: block; width: 100%; margin-top: .25rem; padding: .6rem; font: inherit; }
  .buttons { display: flex; flex-wrap: wrap; gap: .75rem; }
  button { font: inherit; padding: .65rem 1.25rem; border-radius: 8px; border: 1px solid #9fb0c6; background: none;
    color: inherit; cursor: pointer; }
  button[value="accept"] { background: #0b6b3a; border-color: #0b6b3a; color: #fff; }
  button[value="refuse"] { border-color: #b3261e; color: #b3261e; }
  button:focus-visible, select:focus-visible { outline: 3px solid #2f6fed; outline-offset: 2px; }
  @media (prefers-color-scheme: dark) {
    body { background: #0f1721; color: #e6edf6; } section { background: #1a2532; box-shadow: none; }
    dt, p.note { color: #a3b2c6; } button[value="refuse"] { color: #ff8a80; border-color: #ff8a80; }
  }`;

const page = (title: string, body: string) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title><style>${style}</style></head>
<body><main><section>${body}</section></main></body></html>`;

const amountOf = ({ wish: { maxAmount } }: Mandate) =>
  maxAmount === null
    ? "No limit"
    : new Intl.NumberFormat("en", { style: "currency", currency: maxAmount.currency }).format(
        maxAmount.minor / 100,
      );

const facts = (mandate: Mandate): readonly (readonly [string, string])[] => [
  ["Creditor", mandate.wish.creditor],
  ["Mandate", mandate.wish.mandateId],
  ["Kind", mandate.wish.scheme === "emandate" ? "SEPA Core" : "SEPA B2B"],
  ["Collections", mandate.wish.isRecurring ? "Recurring" : "One-off"],
  ["At most", amountOf(mandate)],
  ["For", mandate.wish.reason],
  ["Your reference", mandate.wish.debtorReference],
];

const choice = (mandate: Mandate) =>
  issuers
    .map(({ id, name }) => {
      const { iban, holder } = accountFor(id, mandate.wish.debtorReference);
      const isChosen = id === mandate.bankId ? " selected" : "";
      return `<option value="${id}"${isChosen}>${escaped(name)}: ${holder}, ${iban}</option>`;
    })
    .join("");

/** Where a person reads what they are asked to sign. Works without script. */
export const signingPage = (mandate: Mandate): string =>
  page(
    `Mandate ${mandate.wish.mandateId}`,
    `<h1>${escaped(mandate.wish.creditor)} asks for a mandate</h1>
<p class="note">Sandbox bank. Nothing here is real.</p>
<dl>${facts(mandate)
      .map(([name, value]) => `<dt>${name}</dt><dd>${escaped(value)}</dd>`)
      .join("")}</dl>
<form method="post" action="/answers/${mandate.reference}">
<label>Sign with<select name="bank">${choice(mandate)}</select></label>
<div class="buttons"><button name="answer" value="accept">Accept</button>
<button name="answer" value="refuse">Refuse</button><button name="answer" value="cancel">Cancel</button></div></form>`,
  );

export const closedPage = (word: string): string =>
  page("Mandate", `<h1>There is nothing to sign</h1><p class="note">This mandate is ${escaped(word)}.</p>`);
