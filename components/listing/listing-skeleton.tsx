const lines = Array.from({ length: 12 }, (_, index) => index);

/** The first load of a list: the shape of what comes. */
export function ListingSkeleton({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label}>
      <div className="skeleton mb-4 h-7 w-40" />
      <div className="skeleton mb-3 h-8 w-full" />
      <div className="panel">
        <div className="px-4 py-3">
          <div className="skeleton h-4 w-56" />
        </div>
        {lines.map((line) => (
          <div key={line} className="flex h-10 items-center gap-6 border-t border-line px-4">
            <span className="skeleton h-3 w-28" />
            <span className="skeleton h-3 w-24" />
            <span className="skeleton h-3 flex-1" />
            <span className="skeleton h-3 w-20" />
          </div>
        ))}
      </div>
    </div>
  );
}
