import { expect, it } from "vitest";
import { handlers } from "@/lib/worker/registry";
import { makeShop, rowsOf } from "@/prisma/factories/shop";
import { useAcquirer } from "@/scripts/test/acquirer";
import { askFor, outputsOf } from "@/scripts/test/buckaroo";
import { drain } from "@/scripts/test/drain";
import { useMailbox } from "@/scripts/test/mailbox";

useAcquirer();
const mailsTo = useMailbox(() => new Date("2026-03-01T12:00:00Z"));

const addressee = () => `${crypto.randomUUID()}@example.nl`;
const invite = async (to: string, values: object = {}, more: object = {}) => {
  const shop = await makeShop({ name: "Shop <&>" });
  const wish = { CustomerEmail: to, Amount: "12.50", ...values };
  const asked = await askFor(shop, "payperemail", "PaymentInvitation", wish, more);
  const [row] = await rowsOf<{ id: string }>("select id from data_request where key = $1", [asked.Key]);
  return { shop, id: row?.id ?? "", link: outputsOf(asked)["PayLink"] ?? "" };
};

it("is mailed in the customer's language, with the link that its shop was told", async () => {
  const to = addressee();
  const name = { CustomerFirstName: "Jan", CustomerLastName: "Jansen & Zn" };
  const { link } = await invite(to.toUpperCase(), name, { Invoice: "INV-12", Culture: "nl-NL" });
  await drain();
  const [mail, ...others] = await mailsTo(to);
  expect(others).toEqual([]);
  expect(mail?.subject).toBe("Shop <&> vraagt u €\u00a012,50 te betalen");
  expect(mail?.text?.split("\n\n")).toEqual([
    "Beste Jan Jansen & Zn,",
    "Shop <&> vraagt u €\u00a012,50 te betalen.",
    "Bedrag: €\u00a012,50\nFactuur: INV-12",
    `Nu betalen:\n${link}`,
    "-- \nShop <&> stuurde u dit bericht over een betaling of factuur.",
  ]);
  expect(mail?.html).toContain("Beste Jan Jansen &amp; Zn,");
  expect(mail?.html).toContain(`<a href="${link}"`);
});

it("greets whom nobody has named, and is English where the language is not ours", async () => {
  const to = addressee();
  await invite(to, {}, { Culture: "sv-SE" });
  await drain();
  const [mail] = await mailsTo(to);
  expect(mail?.text).toContain("asks you to pay €12.50.");
  expect(mail?.text).not.toMatch(/\{|undefined|null/);
  expect(mail?.subject).toBe("Shop <&> asks you to pay €12.50");
});

it("is not mailed where the shop writes its own mail, nor when it has ended meanwhile", async () => {
  const [own, ended] = [addressee(), addressee()];
  await invite(own, { MerchantSendsEmail: true });
  const { id, shop } = await invite(ended);
  await rowsOf("update data_request set status_code = 891 where id = $1", [id]);
  await drain();
  await handlers["data_request.invite"]({ version: 1, merchantId: shop.merchantId, dataRequestId: id });
  expect([...(await mailsTo(own)), ...(await mailsTo(ended))]).toEqual([]);
});
