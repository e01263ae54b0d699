/** Where the customers of our merchants have their mail, the most common first. */
const wellKnown = [
  "gmail.com",
  "hotmail.com",
  "outlook.com",
  "icloud.com",
  "yahoo.com",
  "live.nl",
  "hotmail.nl",
  "ziggo.nl",
  "kpnmail.nl",
  "gmx.de",
  "web.de",
  "t-online.de",
  "gmx.net",
  "freenet.de",
  "wp.pl",
  "onet.pl",
  "o2.pl",
  "interia.pl",
  "live.com",
  "outlook.de",
  "outlook.nl",
  "googlemail.com",
  "msn.com",
  "me.com",
  "mac.com",
  "aol.com",
  "proton.me",
  "protonmail.com",
  "yahoo.de",
  "yahoo.co.uk",
  "yahoo.fr",
  "hotmail.de",
  "hotmail.co.uk",
  "hotmail.fr",
  "live.de",
  "live.be",
  "planet.nl",
  "home.nl",
  "hetnet.nl",
  "xs4all.nl",
  "upcmail.nl",
  "casema.nl",
  "chello.nl",
  "quicknet.nl",
  "telfort.nl",
  "tele2.nl",
  "zonnet.nl",
  "solcon.nl",
  "kpnplanet.nl",
  "arcor.de",
  "gmx.at",
  "gmx.ch",
  "posteo.de",
  "mailbox.org",
  "online.de",
  "vodafone.de",
  "gazeta.pl",
  "poczta.onet.pl",
  "tlen.pl",
  "op.pl",
  "vp.pl",
  "poczta.fm",
  "elisanet.fi",
  "kolumbus.fi",
  "luukku.com",
  "saunalahti.fi",
  "suomi24.fi",
  "netti.fi",
  "pp.inet.fi",
  "telenet.be",
  "skynet.be",
  "proximus.be",
  "orange.fr",
  "free.fr",
  "wanadoo.fr",
  "laposte.net",
  "sfr.fr",
  "btinternet.com",
  "fastmail.com",
] as const;
const known: ReadonlySet<string> = new Set(wellKnown);

type Line = readonly number[];
const at = (line: Line | undefined, place: number): number => line?.[place] ?? Infinity;

/** The next line of the table of steps between two words, out of the two lines before it. */
function nextLine(one: string, other: string, row: number, lines: readonly Line[]): Line {
  const line = [row];
  for (let place = 1; place <= other.length; place += 1) {
    const same = one[row - 1] === other[place - 1];
    const swapped = one[row - 1] === other[place - 2] && one[row - 2] === other[place - 1];
    const changed = at(lines[row - 1], place - 1) + (same ? 0 : 1);
    const turned = swapped ? at(lines[row - 2], place - 2) + 1 : Infinity;
    line.push(Math.min(at(lines[row - 1], place) + 1, at(line, place - 1) + 1, changed, turned));
  }
  return line;
}

/** Steps from one word to the other: a letter more, less or another, or two neighbours swapped. */
export function editDistance(one: string, other: string): number {
  const lines: Line[] = [Array.from({ length: other.length + 1 }, (_, place) => place)];
  for (let row = 1; row <= one.length; row += 1) lines.push(nextLine(one, other, row, lines));
  return at(lines[one.length], other.length);
}

/** In a short name every letter counts: one more or less is another provider. */
function toleranceOf(domain: string): number {
  if (domain.length >= 9) return 2;
  return domain.length >= 7 ? 1 : 0;
}

/** The well-known domain that was probably meant; null for one that is well known itself, or like none. */
export function likelyDomain(domain: string): string | null {
  const asked = domain.trim().toLowerCase().replace(/\.+$/, "");
  if (known.has(asked)) return null;
  const near = wellKnown
    .filter((name) => Math.abs(name.length - asked.length) <= toleranceOf(name))
    .map((name) => ({ name, steps: editDistance(asked, name) }))
    .filter(({ name, steps }) => steps <= toleranceOf(name));
  // Sorting is stable: of equally near ones the most common.
  return near.sort((a, b) => a.steps - b.steps)[0]?.name ?? null;
}

/** The address with the domain that was probably meant; null where nothing looks misspelled. */
export function likelyAddress(address: string): string | null {
  const end = address.lastIndexOf("@");
  const domain = end < 1 ? null : likelyDomain(address.slice(end + 1));
  return domain === null ? null : `${address.slice(0, end)}@${domain}`;
}
