import { Body, Button, Container, Head, Heading, Html, Section, Text } from "@react-email/components";
import { Fragment, type ReactElement } from "react";

/** What a mail is put together from; `{{names}}` are filled in when it is sent. */
export const blockNames = ["page", "line", "amount", "facts", "fact", "button", "note"] as const;
export type BlockName = (typeof blockNames)[number];

const font = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const [ink, soft, rule, blue] = ["#14202e", "#55637a", "#dfe5ee", "#1f4fd8"];
const breaking = { overflowWrap: "anywhere", wordBreak: "break-word" } as const;

/** Readers that know neither `color-scheme` nor media queries show the light mail whole. */
const sheet = `
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (max-width:480px){.card{padding:24px 20px!important}.amount{font-size:30px!important}}
@media (prefers-color-scheme:dark){
body,.ground,.ground>table>tbody>tr>td{background-color:#0f1621!important}
.card{background-color:#182230!important;border-color:#2b394d!important}
.ink{color:#edf2f9!important}
.soft{color:#a9b6c9!important}
.rule{border-color:#2b394d!important}
.button{background-color:#8fb0ff!important;color:#0b1526!important}
}`;

const paragraph = { margin: "0 0 16px", fontSize: "16px", lineHeight: "24px", color: ink };
const cell = {
  padding: "9px 0",
  borderTop: `1px solid ${rule}`,
  fontSize: "15px",
  lineHeight: "22px",
  verticalAlign: "top",
} as const;

const Page = () => (
  <Html lang="{{locale}}" dir="ltr">
    <Head>
      <meta name="viewport" content="width=device-width" />
      <meta name="color-scheme" content="light dark" />
      <meta name="supported-color-schemes" content="light dark" />
      <title>{"{{subject}}"}</title>
      <style>{sheet}</style>
    </Head>
    <Body className="ground" style={{ margin: "0", backgroundColor: "#eef2f7", fontFamily: font }}>
      {/* What lists of mails show behind the subject. */}
      <div style={{ display: "none", maxHeight: "0", overflow: "hidden" }}>{"{{preview}}"}</div>
      <Container style={{ maxWidth: "600px", padding: "24px 12px" }}>
        <Text
          className="ink"
          style={{ ...breaking, margin: "0 8px 14px", fontSize: "17px", fontWeight: "600", color: ink }}
        >
          {"{{sender}}"}
        </Text>
        <Section
          className="card"
          style={{
            padding: "32px",
            backgroundColor: "#ffffff",
            border: `1px solid ${rule}`,
            borderRadius: "12px",
          }}
        >
          {"{{body}}"}
        </Section>
        <Text
          className="soft"
          style={{ ...breaking, margin: "16px 8px 0", fontSize: "13px", lineHeight: "20px", color: soft }}
        >
          {"{{footer}}"}
        </Text>
      </Container>
    </Body>
  </Html>
);

const blocks: Readonly<Record<BlockName, ReactElement>> = {
  page: <Page />,
  line: (
    <Text className="ink" style={{ ...breaking, ...paragraph }}>
      {"{{text}}"}
    </Text>
  ),
  amount: (
    <Heading
      as="h1"
      className="amount ink"
      style={{ margin: "4px 0 20px", fontSize: "36px", lineHeight: "44px", fontWeight: "650", color: ink }}
    >
      {"{{text}}"}
    </Heading>
  ),
  facts: (
    <table
      width="100%"
      cellPadding="0"
      cellSpacing="0"
      style={{ width: "100%", margin: "4px 0 24px", borderCollapse: "collapse" }}
    >
      <tbody>
        <Fragment>{"{{rows}}"}</Fragment>
      </tbody>
    </table>
  ),
  fact: (
    <tr>
      <th
        scope="row"
        align="left"
        className="soft rule"
        style={{ ...cell, width: "38%", paddingRight: "16px", fontWeight: "400", color: soft }}
      >
        {"{{label}}"}
      </th>
      <td className="ink rule" style={{ ...cell, ...breaking, color: ink }}>
        {"{{value}}"}
      </td>
    </tr>
  ),
  button: (
    <Section style={{ margin: "4px 0 24px" }}>
      <Button
        href="{{link}}"
        className="button"
        style={{
          padding: "13px 24px",
          borderRadius: "8px",
          backgroundColor: blue,
          fontSize: "16px",
          lineHeight: "22px",
          fontWeight: "600",
          color: "#ffffff",
          textDecoration: "none",
        }}
      >
        {"{{label}}"}
      </Button>
    </Section>
  ),
  note: (
    <Text
      className="soft"
      style={{ ...breaking, margin: "0", fontSize: "14px", lineHeight: "21px", color: soft }}
    >
      {"{{text}}"}
    </Text>
  ),
};

export const blockOf = (name: BlockName): ReactElement => blocks[name];
