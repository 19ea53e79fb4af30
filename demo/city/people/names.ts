import type { Random } from "../random.ts";

const SURNAMES =
  "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文";
const OLD_MALE = "国建军福贵德明志成保民永祥富文玉海山林春生金发有根长喜来庆全胜清华平安";
const OLD_FEMALE = "秀英兰桂芳珍梅玉凤莲爱云霞香荣翠花枝素琴淑贞月娥巧改焕青彩";
const NEW_MALE = "伟强磊洋勇杰涛鹏浩宇轩博俊豪泽子晨天佑一鸣嘉翔志远睿航思源家乐奕辰旭东亮";
const NEW_FEMALE = "丽静敏艳娟婷雪梦佳怡欣妍诗涵雨萱梓思琪晓燕可馨若彤语嫣安然子涵依诺露瑶";

const characters = (text: string): readonly string[] => Array.from(text);
const surnames = characters(SURNAMES);
const given = {
  MALE: { old: characters(OLD_MALE), young: characters(NEW_MALE) },
  FEMALE: { old: characters(OLD_FEMALE), young: characters(NEW_FEMALE) },
} as const;

/** A family name; the common ones come often, as in Henan (王 李 张 make up a quarter). */
export function drawSurname(random: Random): string {
  const position = Math.floor(random.next() ** 2.2 * surnames.length);
  return surnames[position] ?? "王";
}

/** A given name in the fashion of the bearer's generation. */
export function drawGivenName(random: Random, sex: "MALE" | "FEMALE", birthYear: number): string {
  const pool = given[sex][birthYear < 1978 ? "old" : "young"];
  return random.chance(0.82) ? random.pick(pool) + random.pick(pool) : random.pick(pool);
}
