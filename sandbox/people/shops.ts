import { countries, netherlands, poland, sweden, type Country, type Customers } from "./countries";

const byCard: Country["methods"] = [
  ["card", 86],
  ["paypal", 14],
];
const furniture: Country["price"] = { step: 2_500, least: 3, most: 100, off: [100, 500, 0] };
const atelier: Customers = [
  [{ ...netherlands, methods: [...byCard, ["ideal", 12]], price: furniture }, 62],
  [{ ...sweden, methods: byCard, price: { ...furniture, step: 25_000 } }, 38],
];
const workshop: Customers = [[{ ...netherlands, methods: [["card", 1]], price: furniture }, 1]];
const [first, ...others] = countries;
const outlet: Customers = [
  [{ ...first[0], methods: byCard }, first[1]],
  ...others.map(([country, weight]) => [{ ...country, methods: byCard }, weight] as const),
];

const known: Readonly<Record<string, Customers>> = {
  acme_outlet: outlet,
  acme_atelier: atelier,
  acme_workshop: workshop,
  bursztyn: [[poland, 1]],
};

/** Who buys at a website of the demo, and how they pay there. */
export const customersOf = (siteReference: string): Customers => known[siteReference] ?? countries;
