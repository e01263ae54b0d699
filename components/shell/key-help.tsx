"use client";

import { useState } from "react";
import { lettersAreOff, type KeyTexts } from "@/components/shell/key-texts";
import { DialogFrame } from "@/components/ui/dialog-frame";

function LettersSwitch({ label }: { label: string }) {
  const [on, setOn] = useState(() => !lettersAreOff());
  return (
    <label className="flex items-center gap-2.5 border-t border-line px-5 py-3 text-sm">
      <input
        type="checkbox"
        checked={on}
        onChange={(event) => {
          setOn(event.target.checked);
          document.cookie = `letters=${event.target.checked ? "on" : "off"};path=/;max-age=31536000;samesite=lax`;
        }}
      />
      {label}
    </label>
  );
}

export function KeyHelp({ texts, onClose }: { texts: KeyTexts; onClose: () => void }) {
  return (
    <DialogFrame title={texts.title} close={texts.close} onClose={onClose} isDismissable>
      <dl className="px-5 pb-3 text-sm">
        {texts.keys.map(({ keys, label }) => (
          <div key={label} className="flex items-center gap-3 border-t border-line py-1.5 first:border-t-0">
            <dt className="flex-1">{label}</dt>
            <dd className="flex gap-1">
              {keys.map((key) => (
                <kbd
                  key={key}
                  className="min-w-6 rounded-sm border border-edge bg-sunken px-1.5 text-center font-sans text-xs leading-5"
                >
                  {key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <LettersSwitch label={texts.letters} />
    </DialogFrame>
  );
}
