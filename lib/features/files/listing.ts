import { choice, days, listing } from "@/lib/listing/spec";
import {
  fileKinds,
  filePhases,
  fileSources,
  type FileKind,
  type FilePhase,
  type FileSource,
  type FileTotal,
} from "@/lib/features/files/model";

export type FileRow = {
  readonly id: string;
  readonly createdAt: Date;
  readonly name: string;
  readonly kind: FileKind;
  readonly phase: FilePhase;
  readonly rows: number;
  readonly done: number;
  readonly failed: number;
  readonly sums: string;
  readonly totals: readonly FileTotal[];
  readonly source: FileSource;
  readonly by: string;
  readonly finishedAt: Date | null;
};

export const fileListing = listing<FileRow>()({
  name: "files",
  permission: "payments:read",
  exportPermission: "payments:export",
  detailPath: "/files/[id]",
  newestFirst: "createdAt",
  searchable: false,
  columns: [
    { key: "createdAt", kind: "instant", sortable: true },
    { key: "name", kind: "id" },
    { key: "kind", kind: "status" },
    { key: "phase", kind: "status" },
    { key: "rows", kind: "count" },
    { key: "done", kind: "count" },
    { key: "failed", kind: "count" },
    { key: "sums", kind: "text" },
    { key: "source", kind: "status" },
    { key: "by", kind: "text", optional: true },
    { key: "finishedAt", kind: "instant", optional: true },
  ],
  filters: {
    kind: choice(fileKinds),
    phase: choice(filePhases),
    source: choice(fileSources),
    created: days(),
  },
});
