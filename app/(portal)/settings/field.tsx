import { useId, type ReactNode } from "react";

type FieldProps = {
  readonly label: string;
  readonly hint: ReactNode;
  readonly problem: string | null;
  readonly children: (ids: { id: string; "aria-describedby": string; "aria-invalid": boolean }) => ReactNode;
};

/** A label, what it is labelled for, an explanation and what is wrong. */
export function Field({ label, hint, problem, children }: FieldProps) {
  const id = useId();
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="label">
        {label}
      </label>
      {children({ id, "aria-describedby": `${id}-hint ${id}-problem`, "aria-invalid": problem !== null })}
      <p id={`${id}-hint`} className="mt-1 text-xs text-faint">
        {hint}
      </p>
      <p id={`${id}-problem`} role="alert" className="mt-1 text-xs text-bad empty:hidden">
        {problem}
      </p>
    </div>
  );
}
