import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { BodyText } from "@/components/detail/body-text";
import { Section } from "@/components/detail/section";
import type { Headers, ShownMessage } from "@/lib/features/messages/queries/detail";
import { bodyLines } from "@/lib/kernel/body-lines";

async function HeaderLines({ headers }: { headers: Headers }) {
  const lines = Object.entries(headers);
  if (lines.length === 0) return null;
  const t = await getTranslations("message");
  return (
    <details open className="text-xs">
      <summary className="mb-1 font-medium text-soft">{t("headers")}</summary>
      <dl className="font-mono leading-5">
        {lines.map(([name, value]) => (
          <div key={name} className="flex flex-wrap gap-x-2">
            <dt className="text-soft">{name}:</dt>
            <dd className="min-w-0 break-all">{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

async function Body({ text }: { text: string }) {
  const t = await getTranslations("message");
  const copy = (await getTranslations("app"))("copy");
  const texts = { title: t("body"), find: t("find"), empty: t("emptyBody"), copy };
  return <BodyText text={bodyLines(text)} raw={text} texts={texts} />;
}

type SideProps = {
  readonly title: string;
  readonly first: string;
  readonly headers: Headers;
  readonly body: string;
  readonly aside?: ReactNode;
};

const Side = ({ title, first, headers, body, aside }: SideProps) => (
  <Section title={title} aside={aside}>
    <div className="flex flex-col gap-4 p-4">
      <p className="font-mono text-xs break-all">{first}</p>
      <HeaderLines headers={headers} />
      <Body text={body} />
    </div>
  </Section>
);

type SidesProps = { readonly message: ShownMessage; readonly aside?: ReactNode };

/** BK-7: request and answer side by side; below each other where there is no room. */
export async function MessageSides({ message, aside }: SidesProps) {
  const t = await getTranslations("message");
  const { method, url, status, requestHeaders, requestBody, responseHeaders, responseBody } = message;
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Side
        title={t("request")}
        first={`${method} ${url}`}
        headers={requestHeaders}
        body={requestBody}
        aside={aside}
      />
      {status === null ? (
        <Section title={t("answer")}>
          <p className="p-4 text-sm text-soft">{t("noAnswer")}</p>
        </Section>
      ) : (
        <Side
          title={t("answer")}
          first={status.toString()}
          headers={responseHeaders}
          body={responseBody ?? ""}
        />
      )}
    </div>
  );
}
