export type Result = {
  readonly name: string;
  readonly ours: number | null;
  readonly baseline: number | null;
  readonly unit: string;
  /** Ours divided by the baseline. */
  readonly ratio: number | null;
  readonly target: string;
  /** Null when it could not be measured here. */
  readonly holds: boolean | null;
};

type Sides = { readonly ours: number; readonly baseline: number; readonly unit: string };

const round = (value: number) => Number(value.toPrecision(4));

function compared(name: string, { ours, baseline, unit }: Sides) {
  return {
    name,
    ours: round(ours),
    baseline: round(baseline),
    unit,
    ratio: round(ours / baseline),
  };
}

export const ratioAtMost = (name: string, limit: number, sides: Sides): Result => ({
  ...compared(name, sides),
  target: `at most ${limit} ×`,
  holds: sides.ours / sides.baseline <= limit,
});

export const ratioAtLeast = (name: string, limit: number, sides: Sides): Result => ({
  ...compared(name, sides),
  target: `at least ${limit} ×`,
  holds: sides.ours / sides.baseline >= limit,
});

/** A limit of its own; the baseline stands beside it for comparison. */
export const atMost = (name: string, limit: number, sides: Sides): Result => ({
  ...compared(name, sides),
  target: `at most ${limit} ${sides.unit}`,
  holds: sides.ours <= limit,
});

/** A figure that nobody named a target for; the baseline stands beside it for comparison. */
export const told = (name: string, sides: Sides): Result => ({
  ...compared(name, sides),
  target: "none named",
  holds: true,
});

/** As many as there are, not one more. */
export const exactly = (name: string, sides: Sides): Result => ({
  ...compared(name, sides),
  target: "exactly 1 ×",
  holds: sides.ours === sides.baseline,
});

export const notMeasured = (name: string, unit: string, target: string): Result => ({
  name,
  ours: null,
  baseline: null,
  unit,
  ratio: null,
  target,
  holds: null,
});
