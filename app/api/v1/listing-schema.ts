import { z } from "zod";
import { currencyOf, endsOf, maxPageSize, presetsOf, type Filters, type Listing } from "@/lib/listing/spec";
import { localDay } from "@/app/api/v1/fields";

const decimal = z
  .string()
  .regex(/^\d{1,13}([.,]\d{1,3})?$/)
  .optional()
  .meta({ description: "In major units.", example: "10.50" });
const oneOf = (values: readonly string[]) => z.enum(values as readonly [string, ...string[]]);
const many = (values: readonly string[]) =>
  z.array(oneOf(values)).optional().meta({ description: "Several mean: any of them." });

type Parameters = Record<string, z.ZodType>;

/** The parameters of one filter of a list, under the names that the list reads. */
function parametersOf(filters: Filters, name: string): Parameters {
  const filter = filters[name];
  switch (filter?.kind) {
    case "choice":
      return { [name]: many(filter.values) };
    case "reference":
      return { [name]: z.array(z.uuid()).optional().meta({ description: "Ids." }) };
    case "amount":
      return {
        [`${name}-min`]: decimal,
        [`${name}-max`]: decimal,
        [currencyOf(filters, name)]: oneOf(filter.currencies).optional(),
      };
    case "days": {
      const { from, to } = endsOf(filters, name);
      return {
        [from]: localDay.optional().meta({ description: `First day of ${name} in the merchant's zone.` }),
        [to]: localDay.optional().meta({ description: `Last day of ${name}, included.` }),
        [name]: oneOf(presetsOf(filter))
          .optional()
          .meta({ description: `Instead of ${from} and ${to}.` }),
      };
    }
    case "text":
      return { [name]: z.string().max(100).optional() };
    case undefined:
      return {};
  }
}

/** What an address of a list takes: the filters, the search and the order of its screen. */
export function listingParameters<Row, F extends Filters>(listing: Listing<Row, F>) {
  const sorts = listing.columns
    .filter(({ sortable }) => sortable)
    .flatMap(({ key }) => [key as string, `-${key as string}`]);
  const filters = Object.keys(listing.filters).map((name) => parametersOf(listing.filters, name));
  return z.object({
    ...(listing.searchable
      ? {
          q: z.string().max(500).optional().meta({
            description:
              'Text, ids, or operators such as `status:completed amount:>100`; "quotation marks" keep a text whole.',
            example: "eva@",
          }),
        }
      : {}),
    ...Object.assign({}, ...filters),
    sort: oneOf(sorts).optional(),
    limit: z
      .int()
      .min(1)
      .optional()
      .meta({
        description: `50 when left out; more than ${maxPageSize} is cut to ${maxPageSize}.`,
        example: 50,
      }),
    after: z.string().optional().meta({ description: "Cursor, taken from links.next." }),
    before: z.string().optional().meta({ description: "Cursor, taken from links.previous." }),
  } as Parameters);
}
