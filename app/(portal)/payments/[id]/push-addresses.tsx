import { getTranslations } from "next-intl/server";
import { addressFor, type PushAddresses } from "@/lib/features/pushes/model";

type AddressedPayment = PushAddresses & { readonly website: PushAddresses };

const placeOf = (payment: AddressedPayment, isFailure: boolean) => {
  const own = addressFor(payment, isFailure);
  return { isOwn: own !== null, url: own ?? addressFor(payment.website, isFailure) };
};
type Place = ReturnType<typeof placeOf>;

async function PlaceLine({ label, place }: { label: string; place: Place }) {
  const t = await getTranslations("payment.pushAddress");
  return (
    <div className="flex flex-wrap items-baseline gap-x-2">
      <dt className="text-soft">{label}</dt>
      <dd className="min-w-0 break-all">
        {place.url === null ? t("none") : <span className="font-mono text-xs">{place.url}</span>}
        {place.url !== null && (
          <span className="ml-2 text-xs text-faint">{place.isOwn ? t("own") : t("website")}</span>
        )}
      </dd>
    </div>
  );
}

/** Where the next push about a payment goes, and who said so; failures only where they go elsewhere. */
export async function PushAddressLines({ payment }: { payment: AddressedPayment }) {
  const t = await getTranslations("pushSettings.fields");
  const [place, failures] = [placeOf(payment, false), placeOf(payment, true)];
  return (
    <dl className="border-b border-line px-4 py-2.5 text-sm">
      <PlaceLine label={t("pushUrl.label")} place={place} />
      {failures.url !== place.url && <PlaceLine label={t("pushUrlFailure.label")} place={failures} />}
    </dl>
  );
}
