import { responseOf, problem } from "@/lib/web/problem";

const nothing = (): Response =>
  responseOf(problem("not_found", "The addresses are listed in /api/v1/openapi.json."));

export { nothing as DELETE, nothing as GET, nothing as PATCH, nothing as POST, nothing as PUT };
