import { choice, days, listing } from "@/lib/listing/spec";
import { exportStates, type ExportState } from "@/lib/features/exports/model";

export type ExportRow = {
  readonly id: string;
  readonly startedAt: Date;
  readonly actor: string;
  readonly fileName: string;
  readonly query: string;
  readonly profile: string;
  readonly state: ExportState;
  readonly rows: number;
  readonly sums: string;
  readonly sha256: string | null;
};

export const exportListing = listing<ExportRow>()({
  name: "exports",
  permission: "exports:read",
  newestFirst: "startedAt",
  searchable: false,
  columns: [
    { key: "startedAt", kind: "instant", sortable: true },
    { key: "actor", kind: "text" },
    { key: "fileName", kind: "text" },
    { key: "query", kind: "text" },
    { key: "profile", kind: "text" },
    { key: "state", kind: "status" },
    { key: "rows", kind: "count" },
    { key: "sums", kind: "text" },
    { key: "sha256", kind: "text" },
  ],
  filters: { state: choice(exportStates), started: days() },
});
