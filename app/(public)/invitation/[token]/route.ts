import { linkCookie } from "@/lib/web/link-cookie";

type Route = { readonly params: Promise<{ readonly token: string }> };

export async function GET(_request: Request, { params }: Route): Promise<Response> {
  return linkCookie("/invitation").exchange((await params).token);
}
