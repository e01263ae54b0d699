"use client";

import { useRouter } from "next/navigation";
import { startTransition } from "react";
import { Failure } from "@/components/shell/failure";

type ErrorProps = { readonly error: Error & { digest?: string }; readonly reset: () => void };

export default function PortalError({ error, reset }: ErrorProps) {
  const router = useRouter();
  const retry = () =>
    startTransition(() => {
      router.refresh();
      reset();
    });
  return <Failure error={error} retry={retry} />;
}
