import { decodeRequestBlock, usualBlockVersion } from "@/lib/wire/trust/xml/request-block";
import { encodeResponseBlock } from "@/lib/wire/trust/xml/response-block";
import { trustEndpoint } from "@/app/(wire)/trust/endpoint";

const { post, refuse, refuseHead } = trustEndpoint({
  name: "xml",
  contentType: "text/xml;charset=utf-8",
  decode: decodeRequestBlock,
  encode: ({ envelope, ...answer }) =>
    encodeResponseBlock({ ...answer, blockVersion: envelope?.blockVersion ?? usualBlockVersion }),
  plain: (message) => `<?xml version="1.0" encoding="utf-8"?>\n<message>${message}</message>`,
});

export { post as POST, refuse as DELETE, refuse as GET, refuseHead as HEAD, refuse as PATCH, refuse as PUT };
