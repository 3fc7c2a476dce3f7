// Business days of Colombia, and the last day to answer what the contract of public services gives rise to.
// What it was not made for (acts within the case, readings, office hours) it says it does not answer.
//
//     pqr verify --command 'node examples/verify/node/answer.mjs'
import { createInterface } from 'node:readline';

const DAY = 86_400_000;
const FIRST = Date.parse('1984-01-01');
const LAST = Date.parse('2100-12-31');
const CONTRACT = ['peticion', 'queja', 'reclamo', 'recurso_reposicion', 'recurso_reposicion_apelacion'];
const KEPT = ['01-01', '05-01', '07-20', '08-07', '12-08', '12-25']; // Ley 51 de 1983
const MOVED = ['01-06', '03-19', '06-29', '08-15', '10-12', '11-01', '11-11']; // to the Monday after
const CHIQUINQUIRA = '07-09'; // Ley 2578 de 2026, moved too

class Refused extends Error {}
class Unsupported extends Error {}

const text = (day) => new Date(day).toISOString().slice(0, 10);
const weekday = (day) => new Date(day).getUTCDay(); // Sunday is 0
const mondayFrom = (day) => day + ((8 - weekday(day)) % 7) * DAY;

function dayOf(value) {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(value ?? '') ? Date.parse(value) : NaN;
  if (Number.isNaN(day) || text(day) !== value) throw new Refused('vector_invalido');
  return day;
}

function easter(year) { // Meeus, Jones and Butcher: every year of the Gregorian calendar
  const a = year % 19, b = Math.floor(year / 100), c = year % 100;
  const d = Math.floor(b / 4), e = b % 4, f = Math.floor((b + 8) / 25), g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30, i = Math.floor(c / 4), k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7, m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return Date.UTC(year, Math.floor(n / 31) - 1, (n % 31) + 1);
}

const known = new Map();

function holidays(year) {
  if (!known.has(year)) {
    const moved = year >= 2026 ? [...MOVED, CHIQUINQUIRA] : MOVED;
    known.set(year, new Set([
      ...KEPT.map((date) => Date.parse(`${year}-${date}`)),
      ...moved.map((date) => mondayFrom(Date.parse(`${year}-${date}`))),
      ...[-3, -2, 43, 64, 71].map((after) => easter(year) + after * DAY),
    ]));
  }
  return known.get(year);
}

class Calendar {
  constructor(utility = {}) {
    const { saturday_is_business_day: saturdays = false, closures = [], ...others } = utility;
    if (Object.keys(others).length) throw new Unsupported();
    this.saturdays = saturdays;
    this.closures = closures.map(({ from, to }) => [dayOf(from), dayOf(to)]);
    if (this.closures.some(([from, to]) => to < from)) throw new Refused('vector_invalido');
  }

  isBusinessDay(day) {
    if (day < FIRST || day > LAST) throw new Refused('fuera_de_rango');
    if (weekday(day) === 0 || (weekday(day) === 6 && !this.saturdays)) return false;
    if (holidays(new Date(day).getUTCFullYear()).has(day)) return false;
    return !this.closures.some(([from, to]) => from <= day && day <= to);
  }

  add(day, n) {
    if (!Number.isInteger(n)) throw new Refused('vector_invalido');
    if (n === 0 && !this.isBusinessDay(day)) throw new Refused('dia_no_habil');
    for (let left = Math.abs(n); left > 0;) {
      day += Math.sign(n) * DAY;
      if (this.isBusinessDay(day)) left -= 1;
    }
    return day;
  }

  between(start, end) {
    if (end < start) return -this.between(end, start);
    let count = 0;
    this.isBusinessDay(start);
    for (let day = start + DAY; day <= end; day += DAY) count += this.isBusinessDay(day);
    return count;
  }
}

function due(asked, calendar) {
  const { tipo, filed_on: on, filed_at: at, events, radicado, ...others } = asked.case;
  if (!CONTRACT.includes(tipo) || events.length || Object.keys(others).length) throw new Unsupported();
  // Legal time of Colombia is five hours behind UTC, whatever offset the instant is told in.
  return text(calendar.add(dayOf(on ?? text(Date.parse(at) - 5 * 3_600_000)), 15)); // Ley 142 de 1994, art. 158
}

const KEYS = {
  is_business_day: ['on'], add_business_days: ['from', 'n'], business_days_between: ['from', 'to'],
  due: ['case', 'as_of', 'as_of_on'],
};

function answer(asked) {
  const { id, op, source, utility, policies, ...rest } = asked;
  if (!(op in KEYS) || policies) throw new Unsupported();
  if (Object.keys(rest).some((key) => !KEYS[op].includes(key))) throw new Refused('vector_invalido');
  const calendar = new Calendar(utility);
  switch (op) {
    case 'is_business_day': return calendar.isBusinessDay(dayOf(asked.on));
    case 'add_business_days': return text(calendar.add(dayOf(asked.from), asked.n));
    case 'business_days_between': return calendar.between(dayOf(asked.from), dayOf(asked.to));
    default: return due(asked, calendar);
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  let said;
  try {
    said = answer(JSON.parse(line));
  } catch (error) {
    if (error instanceof Refused) said = { refused: error.message };
    else if (error instanceof Unsupported) said = 'unsupported';
    else throw error;
  }
  console.log(JSON.stringify(said));
}
