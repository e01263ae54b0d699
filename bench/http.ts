import { Agent, get, type IncomingHttpHeaders } from "node:http";

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

type Received = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
};

/** Reads an address to the end over a kept connection. @throws unless the answer is 200. */
export const fetchAll = (url: string, headers: Readonly<Record<string, string>> = {}): Promise<Received> =>
  new Promise((resolve, reject) => {
    get(url, { agent, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.once("error", reject);
      response.once("end", () => {
        const status = response.statusCode ?? 0;
        const body = Buffer.concat(parts);
        if (status === 200) resolve({ status, headers: response.headers, body });
        else reject(new Error(`${url} answered ${status}: ${body.toString().slice(0, 300)}`));
      });
    }).once("error", reject);
  });
