"use client";

import { useRouter } from "next/navigation";
import { Icon } from "@/components/ui/icon";
import { MenuButton } from "@/components/ui/menu-button";

type MerchantSwitcherProps = {
  readonly label: string;
  readonly merchants: readonly { readonly id: string; readonly name: string }[];
  readonly chosen: { readonly id: string; readonly name: string };
  readonly choose: (id: string) => Promise<void>;
};

export function MerchantSwitcher({ label, merchants, chosen, choose }: MerchantSwitcherProps) {
  const router = useRouter();
  if (merchants.length < 2)
    return <p className="truncate px-2 py-1.5 text-sm font-semibold">{chosen.name}</p>;
  const items = merchants.map(({ id, name }) => ({ id, label: name }));
  const change = (id: string) => {
    if (id === chosen.id) return;
    void choose(id).then(() => {
      router.push("/payments");
      router.refresh();
    });
  };
  return (
    <MenuButton
      label={`${label}: ${chosen.name}`}
      sections={[{ label, items, chosen: chosen.id }]}
      onChoose={change}
      className="flex h-8 w-full items-center gap-2 rounded-md px-2 text-left hover:bg-sunken"
    >
      <span className="min-w-0 flex-1 truncate text-sm font-semibold">{chosen.name}</span>
      <Icon name="switch" className="size-4 text-faint" />
    </MenuButton>
  );
}
