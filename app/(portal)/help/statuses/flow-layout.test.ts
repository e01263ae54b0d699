import { describe, expect, it } from "vitest";
import de from "@/locales/de.json";
import en from "@/locales/en.json";
import fi from "@/locales/fi.json";
import nl from "@/locales/nl.json";
import pl from "@/locales/pl.json";
import { locales } from "@/lib/kernel/locale";
import { edgesOf, isFinal, layoutFlow, type AnyFlow } from "@/components/detail/flow-layout";
import { paymentFlow } from "@/lib/features/payments/model";
import { pushFlow } from "@/lib/features/pushes/model";
import { refundFlow } from "@/lib/features/refunds/model";
import { settleFlow } from "@/lib/features/settlement/model";

const flows: readonly (readonly [string, AnyFlow])[] = [
  ["payment", paymentFlow],
  ["settle", settleFlow],
  ["refund", refundFlow],
  ["push", pushFlow],
];
const words = { status: (status: string) => status, event: (event: string) => event };

type Box = { x: number; y: number; width: number; height: number };
const overlap = (one: Box, other: Box) =>
  Math.abs(one.x - other.x) < (one.width + other.width) / 2 - 1 &&
  Math.abs(one.y - other.y) < (one.height + other.height) / 2 - 1;
const pairsOf = <T>(list: readonly T[]) =>
  list.flatMap((one, place) => list.slice(place + 1).map((other) => [one, other] as const));

describe.each(flows)("the picture of the %s flow", (_name, flow) => {
  const layout = layoutFlow(flow, words);

  it("has every status and every move of the table, and nothing else", () => {
    expect(layout.nodes.map(({ status }) => status)).toEqual(Object.keys(flow));
    const drawn = layout.edges.flatMap(({ from, to, events }) =>
      events.map((event) => `${from} ${event} ${to}`),
    );
    const table = Object.entries(flow).flatMap(([from, moves]) =>
      Object.entries(moves).map(([event, to]) => `${from} ${event} ${to ?? ""}`),
    );
    expect(drawn.sort()).toEqual(table.sort());
  });

  it("lets no two statuses and no two labels lie on each other", () => {
    for (const [one, other] of pairsOf(layout.nodes))
      expect(overlap(one, other), `${one.status} ${other.status}`).toBe(false);
    const labels = layout.edges.map(({ from, to, label }) => ({ name: `${from} ${to}`, ...label }));
    for (const [one, other] of pairsOf(labels))
      expect(overlap(one, other), `${one.name}, ${other.name}`).toBe(false);
  });

  it("draws each arrow from the edge of its first status to the edge of its second", () => {
    const boxes = new Map(layout.nodes.map((node) => [node.status, node]));
    const touches = (box: Box | undefined, point: { x: number; y: number } | undefined) =>
      box !== undefined &&
      point !== undefined &&
      Math.abs(point.x - box.x) <= box.width / 2 + 1 &&
      Math.abs(point.y - box.y) <= box.height / 2 + 1;
    for (const { from, to, points } of layout.edges) {
      expect(touches(boxes.get(from), points[0]), `${from} ${to}`).toBe(true);
      expect(touches(boxes.get(to), points.at(-1)), `${from} ${to}`).toBe(true);
    }
  });

  it("stays within its frame", () => {
    for (const { x, y, width, height } of [...layout.nodes, ...layout.edges.map(({ label }) => label)]) {
      expect(x - width / 2).toBeGreaterThanOrEqual(0);
      expect(x + width / 2).toBeLessThanOrEqual(layout.width);
      expect(y - height / 2).toBeGreaterThanOrEqual(0);
      expect(y + height / 2).toBeLessThanOrEqual(layout.height);
    }
  });
});

const catalogues = { en, nl, de, fi, pl };
type Words = Readonly<Record<string, string>>;
type Moves = Readonly<Record<string, { readonly word: string }>>;

/** What a screen of 1280 pixels leaves beside navigation, margins and padding, at the least scale (0.95). */
const mostWidth = 990 / 0.95;

/** These scroll within their frame and begin where "you are here" is. */
const wide = new Set(["push", "data_request"]);

it.each(locales)("is whole on a screen of 1280 pixels in %s", (locale) => {
  const { flow, payments, payment } = catalogues[locale];
  const statuses: Readonly<Record<string, Words>> = {
    payment: payments.values.status,
    settle: payments.values.settle,
    refund: payment.refundStatuses,
  };
  const events: Readonly<Record<string, Moves>> = flow.events;
  for (const [name, table] of flows.filter(([one]) => !wide.has(one))) {
    const { width } = layoutFlow(table, {
      status: (status) => statuses[name]?.[status] ?? status,
      event: (event) => events[name]?.[event]?.word ?? event,
    });
    expect(width, name).toBeLessThanOrEqual(mostWidth);
  }
});

it("puts words that would push the arrows apart above each other", () => {
  const { edges } = layoutFlow(
    { open: { pay: "done" }, done: {} },
    { ...words, event: () => "opnieuw geprobeerd" },
  );
  expect(edges[0]?.label.lines).toEqual(["opnieuw", "geprobeerd"]);
});

it("moves between the same two statuses share an arrow", () => {
  const flow = { open: { pay: "done", settle: "done", wait: "open" }, done: {} };
  expect(edgesOf(flow)).toEqual([
    { from: "open", to: "done", events: ["pay", "settle"] },
    { from: "open", to: "open", events: ["wait"] },
  ]);
  expect([isFinal(flow, "open"), isFinal(flow, "done")]).toEqual([false, true]);
});
