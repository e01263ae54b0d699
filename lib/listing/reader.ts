import { looksLikeCardNumber } from "@/lib/kernel/card-number";
import type { Ignored } from "@/lib/listing/spec";

type Raw = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Reads each parameter once and remembers which were understood. */
export class Reader {
  readonly ignored: Ignored[] = [];
  private readonly known = new Set<string>();

  private parameters: Raw;

  constructor(parameters: Raw) {
    this.parameters = parameters;
  }

  all(name: string): string[] {
    this.known.add(name);
    const value = this.parameters[name];
    const list = value === undefined ? [] : typeof value === "string" ? [value] : [...value];
    return list.filter((text) => text.trim() !== "");
  }

  /** The last one wins, as in HTML forms that repeat a field. */
  one(name: string): string | null {
    return this.all(name).at(-1)?.trim() ?? null;
  }

  /** The value if it passes; otherwise it is left out and named. */
  accepted(name: string, passes: (value: string) => boolean): string | null {
    const value = this.one(name);
    if (value === null || passes(value)) return value;
    this.ignore(name, value, "unknown_value");
    return null;
  }

  ignore(parameter: string, value: string, reason: Ignored["reason"]) {
    this.ignored.push({ parameter, value: looksLikeCardNumber(value) ? "" : value, reason });
  }

  /** Further words of the same address, instead of others or beside them. */
  add(parameters: readonly (readonly [string, string])[], replaced: readonly string[]) {
    const kept = Object.entries(this.parameters).filter(([name]) => !replaced.includes(name));
    const all: Record<string, string | readonly string[] | undefined> = Object.fromEntries(kept);
    for (const [name, value] of parameters) all[name] = [all[name] ?? [], value].flat();
    this.parameters = all;
  }

  ignoreTheRest() {
    for (const [name, value] of Object.entries(this.parameters)) {
      if (this.known.has(name) || value === undefined) continue;
      const values = [value].flat().filter((text) => !looksLikeCardNumber(text));
      this.ignore(name, values.join(", "), "unknown_parameter");
    }
  }
}
