import pino from "pino";
import { maskLog } from "@/lib/kernel/mask";
import { env } from "@/lib/platform/env";

/** Every line is masked as a whole before it is written: a card number, a key or whom a mail was for cannot reach a log. */
const masked = {
  write: (line: string) => {
    process.stdout.write(maskLog(line));
  },
};

let known: pino.Logger | null = null;

export const logger = (): pino.Logger =>
  (known ??= pino({ level: env().logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime }, masked));
