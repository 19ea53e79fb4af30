import { ageOn, dayOf, yearOf, type Calendar, isoDate, monthOf, type Day } from "../calendar.ts";
import type { City } from "../city.ts";
import { creditCodeOf } from "../firms/codes.ts";
import type { Village } from "../geography/villages.ts";
import type { Person } from "../people/household.ts";
import type { Random } from "../random.ts";
import type { Career } from "./career.ts";
import { contributionBase, writeEmployeeInsurance, writeResidentInsurance } from "./write-insurance.ts";
import { writePension } from "./write-pension.ts";
import { writeTalent } from "./write-talent.ts";

type Of<Kind extends Career["kind"]> = Extract<Career, { readonly kind: Kind }>;

/** Counts an insured employee in the employer's figures of today and of last year. */
const countEmployee = (calendar: Calendar, person: Person, career: Of<"employee">): void => {
  const { headcount } = career.firm;
  const lastYear = calendar.year - 1;
  headcount.insured += 1;
  if (career.startedOn > dayOf(lastYear, 12, 31)) return;
  headcount.insuredAtYearEnd += 1;
  headcount.wagesAtYearEnd += contributionBase(career.wage);
  if (career.startedOn < dayOf(lastYear, 1, 1)) headcount.insuredAtYearStart += 1;
  else {
    headcount.newHires += 1;
    const graduate = person.education === "COLLEGE" || person.education === "BACHELOR" || person.education === "MASTER";
    if (graduate && ageOn(person.birth, career.startedOn) <= 25) headcount.graduateHires += 1;
  }
};

/** Counts someone laid off last year. */
const countLayOff = (calendar: Calendar, career: Of<"unemployed">): void => {
  const { headcount } = career.firm;
  const lastYear = calendar.year - 1;
  if (yearOf(career.endedOn) !== lastYear) return;
  headcount.laidOff += 1;
  if (yearOf(career.startedOn) < lastYear) headcount.insuredAtYearStart += 1;
};

interface Job {
  readonly kind: "EMPLOYED" | "SELF_EMPLOYED" | "FLEXIBLE" | "UNEMPLOYED";
  readonly employer: string | null;
  readonly occupation: string;
  readonly startedOn: Day;
  readonly endedOn?: Day | null;
  readonly unemployedOn?: Day;
  readonly wage: number;
}

const writeJob = (city: City, person: Person, village: Village, job: Job): void => {
  city.write.employment({
    personId: person.id,
    kind: job.kind,
    employerCode: job.employer,
    occupation: job.occupation,
    startedOn: isoDate(job.startedOn),
    endedOn: job.endedOn === undefined || job.endedOn === null ? null : isoDate(job.endedOn),
    registeredAsUnemployedOn: job.unemployedOn === undefined ? null : isoDate(job.unemployedOn),
    monthlyWage: job.wage,
    divisionCode: village.code,
  });
};

const writeEmployee = (city: City, random: Random, person: Person, village: Village, career: Of<"employee">): void => {
  const { firm, wage, startedOn } = career;
  countEmployee(city.calendar, person, career);
  writeJob(city, person, village, {
    kind: "EMPLOYED",
    employer: firm.code,
    occupation: career.occupation,
    startedOn,
    wage,
  });
  const open = random.chance(0.25);
  city.write.labourContract({
    personId: person.id,
    employerCode: firm.code,
    kind: open ? "OPEN_ENDED" : "FIXED_TERM",
    signedOn: isoDate(startedOn),
    validTo: open ? null : isoDate(startedOn + 1095 * (1 + Math.floor((city.calendar.today - startedOn) / 1095))),
    monthlyWage: wage,
    terminatedOn: null,
    terminationReason: null,
    divisionCode: village.code,
  });
  writeEmployeeInsurance(city, person, village, {
    employer: firm.code,
    base: wage,
    from: startedOn,
    to: city.calendar.today,
  });
  if (random.chance(0.6)) {
    const monthly = Math.round((wage * 0.16) / 100) * 100;
    city.write.housingFund({
      personId: person.id,
      employerCode: firm.code,
      status: "ACTIVE",
      monthlyDeposit: monthly,
      balance: monthly * Math.min(120, Math.max(1, Math.floor((city.calendar.today - startedOn) / 30))),
      divisionCode: village.code,
    });
  }
};

const writeSoleTrader = (city: City, person: Person, village: Village, career: Of<"selfEmployed">): void => {
  const code = creditCodeOf("soleTrader", city.count("sole trader"));
  city.write.soleTrader({
    creditCode: code,
    name: `${village.district.name}${person.name}${career.trade}（示例）`,
    operatorName: person.name,
    operatorId: person.id,
    establishedOn: isoDate(career.startedOn),
    status: "ACTIVE",
    scope: career.trade,
    address: village.address,
    divisionCode: village.code,
  });
  writeJob(city, person, village, {
    kind: "SELF_EMPLOYED",
    employer: code,
    occupation: career.trade,
    startedOn: career.startedOn,
    wage: career.income,
  });
};

const writeBuilder = (city: City, person: Person, village: Village, { worker }: Of<"builder">): void => {
  const { employer, enteredOn, leftOn, monthlyWage, trade } = worker;
  writeJob(city, person, village, {
    kind: "EMPLOYED",
    employer,
    occupation: trade,
    startedOn: enteredOn,
    endedOn: leftOn,
    wage: monthlyWage,
  });
  if (leftOn !== null)
    writeJob(city, person, village, {
      kind: "FLEXIBLE",
      employer: null,
      occupation: "零工",
      startedOn: leftOn + 8,
      wage: monthlyWage,
    });
  city.write.labourContract({
    personId: person.id,
    employerCode: employer,
    kind: "TASK",
    signedOn: isoDate(enteredOn),
    validTo: null,
    monthlyWage: worker.dailyWage * 22,
    terminatedOn: leftOn === null ? null : isoDate(leftOn),
    terminationReason: leftOn === null ? null : "任务完成",
    divisionCode: village.code,
  });
  city.write.socialInsurance({
    personId: person.id,
    insuranceType: "INJURY",
    status: leftOn === null ? "ACTIVE" : "TERMINATED",
    employerCode: employer,
    contributionBase: monthlyWage,
    paidMonths: Math.max(1, Math.floor(((leftOn ?? city.calendar.today) - enteredOn) / 30)),
    firstPaidMonth: monthOf(enteredOn),
    lastPaidMonth: monthOf(leftOn ?? city.calendar.today),
    divisionCode: village.code,
  });
};

const writeUnemployed = (city: City, person: Person, village: Village, career: Of<"unemployed">): void => {
  const { firm, startedOn, endedOn, formerWage } = career;
  if (career.laidOff) countLayOff(city.calendar, career);
  writeJob(city, person, village, {
    kind: "EMPLOYED",
    employer: firm.code,
    occupation: "职工",
    startedOn,
    endedOn,
    wage: formerWage,
  });
  writeJob(city, person, village, {
    kind: "UNEMPLOYED",
    employer: null,
    occupation: "待业",
    startedOn: endedOn + 1,
    unemployedOn: Math.min(endedOn + 12, city.calendar.today),
    wage: 0,
  });
  city.write.labourContract({
    personId: person.id,
    employerCode: firm.code,
    kind: "FIXED_TERM",
    signedOn: isoDate(startedOn),
    validTo: isoDate(Math.max(endedOn, startedOn + 1095)),
    monthlyWage: formerWage,
    terminatedOn: isoDate(endedOn),
    terminationReason: career.laidOff ? "经济性裁员" : "合同到期或协商解除",
    divisionCode: village.code,
  });
  writeEmployeeInsurance(city, person, village, {
    employer: firm.code,
    base: formerWage,
    from: startedOn,
    to: endedOn,
  });
};

/** Rows of human-resources about one person (and the trader's registration): work, contract, insurance, pension. */
export function writeLivelihood(city: City, random: Random, person: Person, village: Village): void {
  const { career } = person;
  const age = ageOn(person.birth, city.calendar.today);
  writeTalent(city, random, person, village);
  switch (career.kind) {
    case "employee":
      writeEmployee(city, random, person, village, career);
      return;
    case "unemployed":
      writeUnemployed(city, person, village, career);
      return;
    case "retired":
      writePension(city, random, person, village, career);
      if (career.farming > 0 && !person.death)
        writeJob(city, person, village, {
          kind: "FLEXIBLE",
          employer: null,
          occupation: village.urban ? "零工" : "农业种植",
          startedOn: Math.max(career.retiredOn, city.calendar.monthStart(0)),
          wage: career.farming,
        });
      return;
    case "selfEmployed":
      writeSoleTrader(city, person, village, career);
      break;
    case "builder":
      writeBuilder(city, person, village, career);
      break;
    case "flexible":
      writeJob(city, person, village, {
        kind: "FLEXIBLE",
        employer: null,
        occupation: career.occupation,
        startedOn: career.startedOn,
        wage: career.income,
      });
      break;
    case "none":
    case "student":
      break;
  }
  if (!person.death) writeResidentInsurance(city, random, person, village, age);
}
