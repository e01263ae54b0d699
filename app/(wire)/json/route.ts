import { decodeEnvelope } from "@/lib/wire/trust/envelope";
import { encodeEnvelope } from "@/lib/wire/trust/answer";
import { trustEndpoint } from "@/app/(wire)/trust/endpoint";

const { post, refuse, refuseHead } = trustEndpoint({
  name: "json",
  /** Exactly so: clients compare the value, and a charset behind it is refused (wire.md 1.1). */
  contentType: "application/json",
  decode: decodeEnvelope,
  encode: encodeEnvelope,
  plain: (message) => JSON.stringify({ message }),
});

export { post as POST, refuse as DELETE, refuse as GET, refuseHead as HEAD, refuse as PATCH, refuse as PUT };
