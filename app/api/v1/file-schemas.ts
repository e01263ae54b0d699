import { z } from "zod";
import { Amount, id, instant, Links } from "@/app/api/v1/fields";
import { fileKinds, filePhases, fileSources } from "@/lib/features/files/model";

const hasNoControl = (text: string) => !/[\p{Cc}\p{Cs}]/u.test(text);

/** What is told of a file that is handed in, behind the `?`. */
export const NewFile = z.strictObject({
  name: z.string().min(1).max(200).refine(hasNoControl, { error: "control_character" }).optional().meta({
    description:
      "`Tyyyymmdd<counter><MerchantID>.dat` is kept unless it is taken; every other file gets a name of this form.",
    example: "T20270112001cf_shop.dat",
  }),
  mid: z.string().min(1).max(30).optional().meta({
    description: "MerchantID. Left out: the one in HEAD, else in the name, else the only one that you have.",
    example: "cf_shop",
  }),
});

const count = z.int().min(0);
const line = z.int().min(1).meta({ description: "Number of the line in the file, from 1.", example: 3 });

const Sum = z.object({
  rows: count.nullable().meta({ description: "`null` in files of failed renewals." }),
  amount: Amount,
});
const sums = z.array(Sum).meta({ description: "One for each currency." });

export const FileSummary = z
  .object({
    id,
    name: z.string().meta({ example: "T20270112001cf_shop.dat" }),
    kind: z.enum(fileKinds).meta({
      description:
        "`capture` was handed in, `result` answers it, `failures` lists failed renewals of a night.",
    }),
    phase: z.enum(filePhases).meta({
      description: "T handed in and not confirmed, W being booked, P done.",
    }),
    rows: count,
    done: count,
    failed: count,
    sums,
    source: z.enum(fileSources),
    createdAt: instant,
    finishedAt: instant.nullable(),
  })
  .meta({ id: "FileSummary" });

export const FilePage = z.object({ data: z.array(FileSummary), links: Links }).meta({ id: "FilePage" });

export const FileDetail = FileSummary.extend({
  mid: z.string().nullable(),
  version: z.string().nullable().meta({ description: "Of HEAD.", example: "1.4" }),
  resultId: id
    .nullable()
    .meta({ description: "Of a capture file: the file that answers it row by row, once it is done." }),
  captureId: id.nullable().meta({ description: "Of a result: the file that it answers." }),
  failedRows: z
    .array(
      z.object({
        row: line,
        payId: z.string(),
        transId: z.string(),
        code: z.string().nullable().meta({ description: "Eight characters.", example: "20120050" }),
        text: z.string().nullable(),
      }),
    )
    .meta({ description: "The first 100. The result has all." }),
}).meta({ id: "File" });

export const HandedInFile = FileDetail.extend({
  isNew: z
    .boolean()
    .meta({ description: "`false`: the same bytes were handed in before; this is their file." }),
}).meta({ id: "HandedInFile" });

export const FileCheck = z
  .object({
    mid: z.string(),
    version: z.string().nullable(),
    isRight: z.boolean().meta({ description: "Whether it would be taken." }),
    rows: count,
    wrongRows: count,
    sums: sums.meta({ description: "One for each currency, of the rows whose amount can be read." }),
    errors: z
      .array(
        z.object({
          row: line,
          field: z
            .string()
            .nullable()
            .meta({ description: "`null`: HEAD, FOOT or the file as a whole.", example: "amount" }),
          reason: z.string().meta({ example: "missing" }),
        }),
      )
      .meta({ description: "Those of the first hundred wrong rows." }),
  })
  .meta({ id: "FileCheck" });
