import "server-only";
import { toBuffer } from "qrcode";
import { env } from "@/lib/platform/env";

/** A picture that leads to an address of ours, as PNG. */
export const qrPicture = (path: string, size: number): Promise<Buffer> =>
  toBuffer(new URL(path, env().baseUrl).href, {
    type: "png",
    width: size,
    margin: 4,
    errorCorrectionLevel: "M",
  });
