import { z } from "zod";

/** NUL and half a character, which no text column takes, become a mark. */
export const storable = (text: string) => text.replaceAll(/\0|\p{Surrogate}/gu, "\uFFFD");

/** A value of a call: texts, and what JSON has instead of them. Nothing else is a value. */
const Value = z
  .union([z.string(), z.number(), z.boolean(), z.null()])
  .transform((value) => (value === null ? "" : storable(String(value))));

const name = z.string().min(1).max(100).transform(storable);
const longestValue = 4_000;
const mostParameters = 200;

const Group = z
  .union([z.string().max(100), z.number()])
  .transform((text) => storable(String(text)))
  .nullish()
  .transform((text) => (text === undefined || text === "" ? null : text));

const InputParameter = z
  .object({ Name: name, Value: Value.optional(), GroupType: Group, GroupID: Group, GroupId: Group })
  .transform(({ Name, Value: value = "", GroupType, GroupID, GroupId }) => ({
    name: Name,
    groupType: GroupType,
    groupId: GroupID ?? GroupId,
    value: value.slice(0, longestValue),
  }));

export const InputParameters = z.array(InputParameter).max(mostParameters);

const Pair = z
  .object({ Name: name, Value: Value.optional() })
  .transform(({ Name, Value: value = "" }) => ({ name: Name, value: value.slice(0, longestValue) }));
const Pairs = z.array(Pair).max(mostParameters);

/** `{ List: [...] }` or, as the SDKs write additional ones, `{ AdditionalParameter: [...] }`. */
export const PairList = z
  .object({ List: Pairs.nullish(), AdditionalParameter: Pairs.nullish() })
  .nullish()
  .transform((given) => given?.List ?? given?.AdditionalParameter ?? []);
