import { isoDate } from "../calendar.ts";
import type { City } from "../city.ts";
import { creditCodeOf } from "../firms/codes.ts";
import type { Settlement } from "../geography/settlement.ts";
import { drawGivenName, drawSurname } from "../people/names.ts";
import { createRandom, type Random } from "../random.ts";
import { phoneOf } from "../sites/write-site.ts";

const PEOPLE_PER_CARE_HOME = 9_000;
const PEOPLE_PER_ORGANISATION = 2_200;

const pickPlace = (random: Random, city: City): Settlement => random.pick(city.settlements);

const writeCareHomes = (city: City, random: Random): void => {
  const count = Math.max(4, Math.round(city.people / PEOPLE_PER_CARE_HOME));
  for (let turn = 0; turn < count; turn += 1) {
    const { village } = pickPlace(random, city);
    const beds = random.between(20, 240);
    city.write.careHome({
      name: `${village.township}${random.pick(["康乐", "夕阳红", "福寿", "敬老", "颐和"])}养老院（示例）`,
      address: village.address,
      beds,
      occupied: Math.floor(beds * (0.3 + random.next() * 0.65)),
      stars: random.between(1, 5),
      phone: phoneOf(40_000_000 + turn),
      divisionCode: village.code,
    });
  }
};

const writeOrganisations = (city: City, random: Random): void => {
  const count = Math.max(6, Math.round(city.people / PEOPLE_PER_ORGANISATION));
  for (let turn = 0; turn < count; turn += 1) {
    const { village } = pickPlace(random, city);
    const kind = random.pick(["ASSOCIATION", "ASSOCIATION", "SERVICE", "FOUNDATION"] as const);
    const subject = random.pick(["养老服务", "食品行业", "志愿服务", "青少年体育", "农业技术", "慈善"]);
    const name = { ASSOCIATION: "协会", SERVICE: "服务中心", FOUNDATION: "基金会" }[kind];
    city.write.socialOrganisation({
      creditCode: creditCodeOf("organisation", turn),
      name: `${village.district.name}${village.township}${subject}${name}（示例）`,
      kind,
      status: random.chance(0.93) ? "NORMAL" : random.chance(0.7) ? "CANCELLED" : "REVOKED",
      registeredOn: isoDate(city.calendar.today - random.between(300, 6_000)),
      legalRepresentativeName: drawSurname(random) + drawGivenName(random, "FEMALE", 1970),
      divisionCode: village.code,
    });
  }
};

const writeCommunities = (city: City, random: Random): void => {
  for (const { village, people } of city.settlements) {
    if (!village.urban) continue;
    const households = Math.max(1, Math.round(people / 2.9));
    const company = random.pick(city.firms.propertyManagers).name;
    const community = `${village.name}${random.pick(["锦绣家园", "龙江花苑", "滨河小区", "沙澧名邸", "和谐苑"])}`;
    const area = Math.round(households * random.between(85, 115));
    city.write.propertyManagement({
      community,
      company,
      coveredArea: area,
      households,
      divisionCode: village.code,
    });
    if (random.chance(0.7))
      city.write.heatingArea({
        name: `${community}供热片区`,
        company: "漯河沙澧热力（示例）有限公司",
        heatedArea: Math.round(area * 0.8),
        households: Math.round(households * 0.8),
        divisionCode: village.code,
      });
  }
};

/** Writes care homes, social organisations, managed communities and heating areas. */
export function writeInstitutions(city: City): void {
  const random = createRandom(city.seed, "institutions");
  writeCareHomes(city, random);
  writeOrganisations(city, random);
  writeCommunities(city, random);
}
