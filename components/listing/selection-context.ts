"use client";

import { createContext } from "react";

/** The ids of the ticked rows, for what a page puts beside them. */
export const SelectionContext = createContext<readonly string[]>([]);
