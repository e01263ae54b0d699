"use client";

import { useEffect, useRef, type ReactNode } from "react";

/** Both are on the frame while something lies beyond that end. */
function markEnds(frame: HTMLElement, scroller: HTMLElement) {
  const { scrollLeft, scrollWidth, clientWidth } = scroller;
  frame.toggleAttribute("data-before", scrollLeft > 1);
  frame.toggleAttribute("data-after", scrollLeft + clientWidth < scrollWidth - 1);
}

function bringToMiddle(scroller: HTMLElement, target: Element) {
  const [seen, wanted] = [scroller.getBoundingClientRect(), target.getBoundingClientRect()];
  scroller.scrollLeft += wanted.left + wanted.width / 2 - (seen.left + seen.width / 2);
}

type ScrollFrameProps = {
  readonly label: string;
  readonly className?: string;
  readonly children: ReactNode;
};

/**
 * For what may be wider than the screen: it scrolls by itself, fades at the ends that hide something,
 * and opens with what is marked `data-here` in its middle.
 */
export function ScrollFrame({ label, className = "", children }: ScrollFrameProps) {
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = scroller.current;
    const frame = element?.parentElement;
    if (!element || !frame) return;
    const mark = () => markEnds(frame, element);
    const here = element.querySelector("[data-here]");
    if (here) bringToMiddle(element, here);
    const sizes = new ResizeObserver(mark);
    sizes.observe(element);
    element.addEventListener("scroll", mark, { passive: true });
    return () => {
      sizes.disconnect();
      element.removeEventListener("scroll", mark);
    };
  }, []);
  return (
    <div className="scroll-frame">
      <div
        ref={scroller}
        role="group"
        aria-label={label}
        tabIndex={0}
        className={`overflow-x-auto ${className}`}
      >
        {children}
      </div>
    </div>
  );
}
