import { decideQr } from "@/lib/features/qr-codes/model";
import { getQrCode } from "@/lib/features/qr-codes/queries";
import { qrCaller } from "@/lib/web/qr-caller";
import { qrPicture } from "@/lib/web/qr-picture";
import { requestTime } from "@/lib/web/request-time";

type Route = { readonly params: Promise<{ readonly token: string }> };

/** The picture that a shop shows; gone when the code is over. */
export async function GET(_request: Request, { params }: Route): Promise<Response> {
  const { token } = await params;
  const caller = await qrCaller(token, null);
  const code = caller === null ? null : await getQrCode(caller.actor.scope, caller.qrCodeId);
  if (code === null) return new Response(null, { status: 404 });
  const decided = decideQr(code, requestTime());
  // While somebody pays it is not over: the payment may come to nothing.
  if (!decided.ok && decided.error !== "qr_under_way") return new Response(null, { status: 410 });
  const picture = await qrPicture(`/qr/${token}`, code.imageSize);
  const headers = { "content-type": "image/png", "cache-control": "private, max-age=60" };
  return new Response(new Uint8Array(picture), { headers });
}
