import { getTranslations } from "next-intl/server";
import Link from "next/link";
import type { CSSProperties } from "react";
import { chartWriting } from "@/app/(portal)/home/chart-writing";
import { countTiles, type CountedTile } from "@/app/(portal)/home/count-tiles";
import { listHref } from "@/app/(portal)/home/list-href";
import { Icon } from "@/components/ui/icon";
import type { Actor } from "@/lib/kernel/access";

type TilesProps = { readonly actor: Actor; readonly timezone: string; readonly now: Date };

export const TilesPending = () => (
  <div aria-hidden="true" className="home-tiles">
    {[0, 1, 2].map((place) => (
      <div key={place} className="panel skeleton h-26" />
    ))}
  </div>
);

async function TileLink({ tile }: { tile: CountedTile }) {
  const t = await getTranslations("home");
  const { count } = await chartWriting();
  const figure = count(tile.count);
  return (
    <li>
      <Link
        href={tile.page ?? listHref(tile.list, tile.parameters)}
        prefetch={false}
        className="panel group flex h-full flex-col gap-1 p-4 no-underline transition-colors hover:border-edge"
      >
        <span className={`tone-${tile.tone} flex items-center gap-2`}>
          <Icon name={tile.tone} className="size-5 flex-none" />
          <span className="numbers text-2xl font-semibold tracking-tight text-ink">
            {tile.more ? t("moreThan", { figure }) : figure}
          </span>
        </span>
        <span className="text-sm font-medium group-hover:underline">{t(`tiles.${tile.name}.title`)}</span>
        <span className="text-xs text-soft">{t(`tiles.${tile.name}.hint`)}</span>
      </Link>
    </li>
  );
}

async function Calm() {
  const t = await getTranslations("home");
  return (
    <div className="panel flex items-center gap-3 p-4">
      <span className="tone-good">
        <Icon name="good" className="size-6" />
      </span>
      <p>
        <span className="block font-medium">{t("calm")}</span>
        <span className="text-sm text-soft">{t("calmHint")}</span>
      </p>
    </div>
  );
}

/** A wide screen has at most so many side by side, in rows of about the same length. */
const mostBeside = 5;
const besideOf = (count: number) => Math.ceil(count / Math.ceil(count / mostBeside));

export async function TilesPart({ actor, timezone, now }: TilesProps) {
  const waiting = (await countTiles(actor, { timezone, now })).filter(({ count }) => count > 0);
  if (waiting.length === 0) return <Calm />;
  return (
    <ul className="home-tiles" style={{ "--columns": besideOf(waiting.length) } as CSSProperties}>
      {waiting.map((tile) => (
        <TileLink key={tile.name} tile={tile} />
      ))}
    </ul>
  );
}
