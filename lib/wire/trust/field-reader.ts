import type { Fields } from "@/lib/wire/trust/envelope";

/** Reads texts out of one request and remembers, in order and once each, the names of fields that are wrong. */
export class FieldReader {
  readonly invalid: string[] = [];

  private readonly fields: Fields;

  constructor(fields: Fields) {
    this.fields = fields;
  }

  /** Numbers are read as their text. Absent and empty mean "not given". */
  text(name: string): string | null {
    const value = this.fields[name];
    if (value === undefined || value === null || value === "") return null;
    if (typeof value === "string") return value;
    if (typeof value === "number" && Number.isSafeInteger(value)) return value.toString();
    this.refuse(name);
    return null;
  }

  /** The text if it passes, null when it is not given; otherwise the field is named as invalid. */
  accepted(name: string, passes: (value: string) => boolean): string | null {
    const value = this.text(name);
    if (value === null || passes(value)) return value;
    this.refuse(name);
    return null;
  }

  required(name: string, passes: (value: string) => boolean): string {
    const value = this.accepted(name, passes);
    if (value === null) this.refuse(name);
    return value ?? "";
  }

  refuse(name: string) {
    if (!this.invalid.includes(name)) this.invalid.push(name);
  }
}
