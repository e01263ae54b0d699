type List<T> = readonly [T, ...T[]];
/** The name as its bearer writes it, and in Latin letters for the mailbox. */
type Name = readonly [written: string, mailbox: string];

export type Country = {
  readonly code: string;
  readonly currency: string;
  readonly methods: List<readonly [method: string, weight: number]>;
  readonly givenNames: List<Name>;
  readonly familyNames: List<Name>;
  readonly familyNameFirst?: true;
  readonly mailHosts: List<string>;
  /** Whole steps of a price in minor units, and what is taken off to make it look like one. */
  readonly price: {
    readonly step: number;
    readonly least: number;
    readonly most: number;
    readonly off: List<number>;
  };
};

const same = (name: string): Name => [name, name.toLowerCase()];

export const netherlands: Country = {
  code: "NL",
  currency: "EUR",
  methods: [
    ["ideal", 62],
    ["card", 28],
    ["paypal", 10],
  ],
  givenNames: [
    same("Eva"),
    same("Daan"),
    same("Sanne"),
    same("Bram"),
    same("Fleur"),
    same("Thijs"),
    ["Zoë", "zoe"],
    same("Joris"),
    same("Lotte"),
    same("Ruben"),
  ],
  familyNames: [
    same("Bakker"),
    ["de Vries", "devries"],
    ["van den Berg", "vandenberg"],
    same("Jansen"),
    same("Visser"),
    same("Smit"),
    ["van Dijk", "vandijk"],
    same("Mulder"),
  ],
  mailHosts: ["example.nl", "post.example.nl", "example.com"],
  price: { step: 500, least: 2, most: 60, off: [1, 5, 50, 0] },
};

export const poland: Country = {
  code: "PL",
  currency: "PLN",
  methods: [
    ["blik", 48],
    ["przelewy24", 27],
    ["card", 25],
  ],
  givenNames: [
    ["Łukasz", "lukasz"],
    same("Agnieszka"),
    ["Małgorzata", "malgorzata"],
    same("Piotr"),
    same("Katarzyna"),
    ["Paweł", "pawel"],
    same("Zofia"),
    same("Jakub"),
    ["Ołena", "olena"],
    same("Marek"),
  ],
  familyNames: [
    same("Nowak"),
    same("Kowalski"),
    ["Wiśniewska", "wisniewska"],
    ["Wójcik", "wojcik"],
    ["Kamińska", "kaminska"],
    ["Zieliński", "zielinski"],
    ["Dąbrowska", "dabrowska"],
    same("Mazur"),
  ],
  mailHosts: ["example.pl", "poczta.example.pl", "example.com"],
  price: { step: 1_000, least: 2, most: 120, off: [1, 10, 0, 51] },
};

export const sweden: Country = {
  code: "SE",
  currency: "SEK",
  methods: [
    ["swish", 52],
    ["card", 41],
    ["paypal", 7],
  ],
  givenNames: [
    ["Åsa", "asa"],
    same("Erik"),
    same("Linnea"),
    ["Björn", "bjorn"],
    same("Maja"),
    same("Oskar"),
    ["Göran", "goran"],
    same("Elsa"),
  ],
  familyNames: [
    same("Andersson"),
    same("Johansson"),
    same("Karlsson"),
    ["Åkesson", "akesson"],
    ["Sjöberg", "sjoberg"],
    same("Lindqvist"),
    ["Öberg", "oberg"],
  ],
  mailHosts: ["example.se", "brev.example.se", "example.com"],
  price: { step: 5_000, least: 1, most: 80, off: [100, 0, 500] },
};

const japan: Country = {
  code: "JP",
  currency: "JPY",
  methods: [
    ["konbini", 36],
    ["card", 64],
  ],
  givenNames: [
    ["美咲", "misaki"],
    ["大翔", "hiroto"],
    ["陽菜", "hina"],
    ["蓮", "ren"],
    ["結衣", "yui"],
    ["悠真", "yuma"],
    ["葵", "aoi"],
    ["湊", "minato"],
  ],
  familyNames: [
    ["佐藤", "sato"],
    ["鈴木", "suzuki"],
    ["高橋", "takahashi"],
    ["田中", "tanaka"],
    ["渡辺", "watanabe"],
    ["伊藤", "ito"],
    ["山本", "yamamoto"],
  ],
  familyNameFirst: true,
  mailHosts: ["example.jp", "mail.example.jp"],
  price: { step: 500, least: 2, most: 90, off: [20, 0, 10] },
};

const kuwait: Country = {
  code: "KW",
  currency: "KWD",
  methods: [
    ["knet", 68],
    ["card", 32],
  ],
  givenNames: [
    ["فاطمة", "fatima"],
    ["عبدالله", "abdullah"],
    ["نورة", "noura"],
    ["يوسف", "yousef"],
    ["مريم", "maryam"],
    ["خالد", "khaled"],
    ["دانة", "dana"],
  ],
  familyNames: [
    ["العنزي", "alenezi"],
    ["المطيري", "almutairi"],
    ["الرشيدي", "alrashidi"],
    ["العجمي", "alajmi"],
    ["الكندري", "alkandari"],
    ["الشمري", "alshammari"],
  ],
  mailHosts: ["example.com.kw", "example.com"],
  price: { step: 2_500, least: 1, most: 40, off: [0, 250, 125, 5] },
};

/** Where customers come from, by weight. */
export type Customers = List<readonly [Country, number]>;

export const countries: Customers = [
  [netherlands, 42],
  [poland, 24],
  [sweden, 17],
  [japan, 10],
  [kuwait, 7],
];
