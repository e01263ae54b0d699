"use client";

import { Failure } from "@/components/shell/failure";
import { useRouter } from "next/navigation";
import { startTransition } from "react";

type ErrorProps = { readonly error: Error & { digest?: string }; readonly reset: () => void };

export default function ErrorPage({ error, reset }: ErrorProps) {
  const router = useRouter();
  const retry = () =>
    startTransition(() => {
      router.refresh();
      reset();
    });
  return (
    <main id="main">
      <Failure error={error} retry={retry} />
    </main>
  );
}
