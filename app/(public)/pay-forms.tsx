import { getTranslations } from "next-intl/server";
import { methodsFor, type PaymentMethod } from "@/lib/features/payments/model";

type Hidden = Readonly<Record<string, string>>;
type Action = (form: FormData) => Promise<void>;

const HiddenFields = ({ values }: { values: Hidden }) =>
  Object.entries(values).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />);

type CardFormProps = { readonly action: Action; readonly values: Hidden; readonly amount: string };

export async function CardForm({ action, values, amount }: CardFormProps) {
  const t = await getTranslations("retry");
  const fields = [
    { name: "number", label: t("card.number"), complete: "cc-number", hint: "4111 1111 1111 1111", most: 23 },
    { name: "expiry", label: t("card.expiry"), complete: "cc-exp", hint: "12/30", most: 5 },
    { name: "securityCode", label: t("card.securityCode"), complete: "cc-csc", hint: "123", most: 4 },
  ];
  return (
    <form action={action} className="grid grid-cols-2 gap-3">
      <HiddenFields values={values} />
      <input type="hidden" name="method" value="card" />
      {fields.map(({ name, label, complete, hint, most }) => (
        <label key={name} className={name === "number" ? "col-span-2" : ""}>
          <span className="label">{label}</span>
          <input
            name={name}
            required
            inputMode="numeric"
            autoComplete={complete}
            placeholder={hint}
            maxLength={most}
            className="numbers field h-10 text-base"
          />
        </label>
      ))}
      <button type="submit" className="button button-primary col-span-2 h-11 text-base">
        {t("pay", { amount })}
      </button>
    </form>
  );
}

type BankFormProps = { readonly action: Action; readonly values: Hidden; readonly currency: string };

export async function BankForm({ action, values, currency }: BankFormProps) {
  const t = await getTranslations("retry");
  const words = await getTranslations("payments");
  const banks = methodsFor(currency).filter(
    (method): method is Exclude<PaymentMethod, "card"> => method !== "card",
  );
  return (
    <form action={action}>
      <HiddenFields values={values} />
      <fieldset>
        <legend className="label">{t("banks")}</legend>
        <div className="grid grid-cols-2 gap-2">
          {banks.map((method) => (
            <button key={method} type="submit" name="method" value={method} className="button h-11 text-base">
              {words(`values.method.${method}`)}
            </button>
          ))}
        </div>
      </fieldset>
    </form>
  );
}
