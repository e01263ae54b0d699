import type { Setting, Wish } from "./setting";

const typos: readonly string[] = [
  "gmial.com",
  "hotmial.com",
  "gmail.con",
  "outlok.com",
  "gmial.com",
  "zigo.nl",
];

/** Now and then somebody types the domain wrong; what stands before it is nobody's. */
function typed(email: string, number: number): string {
  const domain = number % 13 === 5 ? typos[Math.floor(number / 13) % typos.length] : undefined;
  return domain === undefined ? email : `${email.split("@")[0] ?? ""}.example@${domain}`;
}

/** What the customer bought, without anything that makes it a story. */
export const plain = ({ purchase, number }: Setting): Wish => {
  const { amount, method, card, orderReference, description } = purchase;
  const customer = { ...purchase.customer, email: typed(purchase.customer.email, number) };
  return {
    ...{ amount, card, orderReference, description, customer },
    method: method as Wish["method"],
    captureMode: null,
  };
};
