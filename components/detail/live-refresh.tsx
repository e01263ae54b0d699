"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Draws the page again when the record it shows has changed. */
export function LiveRefresh({ source, id }: { source: string; id: string }) {
  const router = useRouter();
  useEffect(() => {
    const events = new EventSource(source);
    events.onmessage = (event: MessageEvent<string>) => {
      if (event.data.includes(id)) router.refresh();
    };
    return () => events.close();
  }, [source, id, router]);
  return null;
}
