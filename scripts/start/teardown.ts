type Stop = () => Promise<void>;

/** What must end and in which order: traffic first, the database last. */
const order = ["customers", "portal", "sandbox", "database", "records"] as const;
export type Layer = (typeof order)[number];

export class Teardown {
  private readonly layers = new Map<Layer, Stop[]>(order.map((layer) => [layer, []]));
  private running: Promise<void> | null = null;

  /** From the moment the end has begun, what is added is ended at once. */
  add(layer: Layer, stop: Stop): void {
    if (this.running !== null) void stop().catch(() => undefined);
    else this.layers.get(layer)?.push(stop);
  }

  get hasBegun(): boolean {
    return this.running !== null;
  }

  run(): Promise<void> {
    return (this.running ??= this.runLayers());
  }

  private async runLayers(): Promise<void> {
    for (const layer of order) {
      await Promise.allSettled((this.layers.get(layer) ?? []).map((stop) => stop()));
    }
  }
}
