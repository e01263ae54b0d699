import { z } from "zod";
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from "zod-openapi";
import { readOperation, writeOperation } from "@/app/api/v1/document-parts";
import { FileCheck, FileDetail, FilePage, HandedInFile, NewFile } from "@/app/api/v1/file-schemas";
import { listingParameters } from "@/app/api/v1/listing-schema";
import { Nothing } from "@/app/api/v1/refund-schemas";
import { fileListing } from "@/lib/features/files/listing";

const tags = ["Files"];
const idOf = "file";

const example = [
  "HEAD,cf_shop,20270112,1.4",
  "CC,Capture,1500,EUR,ORD-1001,1001,0123456789abcdef0123456789abcdef,Y",
  "FOOT,1,1500",
].join("\r\n");
const CaptureFile = z
  .string()
  .meta({ description: "Lines in ISO-8859-1, 16 MB at most. HEAD and FOOT may be missing.", example });
const fileBody = { required: true, content: { "text/plain": { schema: CaptureFile } } } as const;

/** The file is the body as it is; what is told of it stands behind the `?`. */
const taking = (operation: ZodOpenApiOperationObject): ZodOpenApiOperationObject => ({
  ...operation,
  requestParams: { ...operation.requestParams, query: NewFile },
  requestBody: fileBody,
});

const list = readOperation({
  operationId: "listFiles",
  summary: "Find capture files, their results, and files of failed renewals",
  query: listingParameters(fileListing),
  answers: "One page",
  schema: FilePage,
  reasons: ["unknown_parameters"],
});

const handIn = taking(
  writeOperation({
    operationId: "handInFile",
    summary: "Hand in a file of captures",
    description:
      "Checked as by `/api/v1/files/checks`; only a file without an error is stored. Nothing is booked before its confirmation. The same bytes handed in again lead to the same file.",
    body: CaptureFile,
    answers: "The file that is stored",
    schema: HandedInFile,
    location: "/api/v1/files/0195f2a4-7b1c-7d2e-9f30-4a5b6c7d8e9f",
    reasons: ["unknown_parameters", "file_wrong", "mid_unknown", "too_many_today"],
  }),
);

const check = taking(
  readOperation({
    operationId: "checkFile",
    summary: "Check a file of captures and store nothing",
    answers: "Totals, and every error with its line, field and reason",
    schema: FileCheck,
    reasons: ["unknown_parameters", "mid_unknown", "too_large", "unsupported_media_type"],
  }),
);

const content = readOperation({
  operationId: "getFileContent",
  summary: "Take a file home byte by byte",
  idOf,
  answers: "Its bytes, under its name",
  schema: FileDetail,
  reasons: ["not_found"],
});

export const filePaths: ZodOpenApiPathsObject = {
  "/api/v1/files": { get: { tags, ...list }, post: { tags, ...handIn } },
  "/api/v1/files/checks": { post: { tags, ...check } },
  "/api/v1/files/{id}": {
    get: {
      tags,
      ...readOperation({
        operationId: "getFile",
        summary: "Read how far a file is, with its sums and its first failed rows",
        idOf,
        answers: "The file",
        schema: FileDetail,
        reasons: ["not_found"],
      }),
    },
  },
  "/api/v1/files/{id}/content": {
    get: {
      tags,
      ...content,
      responses: {
        ...content.responses,
        "200": {
          description: "Its bytes, under its name in Content-Disposition",
          content: { "text/plain": { schema: z.string() } },
        },
      },
    },
  },
  "/api/v1/files/{id}/confirmations": {
    post: {
      tags,
      ...writeOperation({
        operationId: "confirmFile",
        summary: "Have the captures of a file booked, in the background",
        idOf,
        body: Nothing,
        answers: "The file, which is now being booked",
        schema: FileDetail,
        reasons: ["booked_before"],
      }),
    },
  },
};
