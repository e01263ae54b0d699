import { openApiDocument } from "@/app/api/v1/document";

export const dynamic = "force-static";

export const GET = (): Response => Response.json(openApiDocument());
