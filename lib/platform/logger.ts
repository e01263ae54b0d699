import pino from "pino";
import { maskTraffic } from "@/lib/kernel/mask";
import { env } from "@/lib/platform/env";

/** Every line is masked as a whole before it is written: a card number or a key cannot reach a log. */
const masked = {
  write: (line: string) => {
    process.stdout.write(maskTraffic(line));
  },
};

let known: pino.Logger | null = null;

export const logger = (): pino.Logger =>
  (known ??= pino({ level: env().logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime }, masked));
