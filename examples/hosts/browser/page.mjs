// The form and its answer, inside any element of any page:
//
//   import { mount } from "./page.mjs";
//   mount(document.querySelector("#pqr"), { lang: "es" });
//
// Python runs in a worker beside this module. What is asked stays in the browser.

const WORDS = {
  es: {
    title: "¿Hasta cuándo hay plazo?", tipo: "Trámite", day: "Día de radicación", hour: "Hora (opcional)",
    limit: "Fecha límite que fijó la autoridad", asOf: "Fecha de corte", saturday: "Los sábados son hábiles",
    offHours: "Lo que llega fuera del horario cuenta desde el día hábil siguiente",
    closures: "Cierres de la empresa", from: "Desde", to: "Hasta", act: "Acto que lo ordena", addClosure: "Agregar un cierre",
    events: "Qué pasó después", event: "Actuación", on: "Día", addEvent: "Agregar una actuación", remove: "Quitar",
    compute: "Calcular", starting: "Preparando el cálculo en su navegador: unos segundos, una sola vez…", working: "Calculando…",
    failed: "No se pudo iniciar:", others: "Qué más vence", noOthers: "Nada más vence por ahora.", noticed: "Advertencias",
    norms: "Normas", year: "Calendario de", holidays: "Festivos", none: "sin fecha", noAnswer: "La ley no le fija término de respuesta.",
  },
  en: {
    title: "When is it due?", tipo: "Case type", day: "Day of filing", hour: "Hour (optional)",
    limit: "Last day set by the authority", asOf: "As of", saturday: "Saturdays are business days",
    offHours: "What comes in outside office hours counts from the next business day",
    closures: "Closures of the company", from: "From", to: "To", act: "Act that orders it", addClosure: "Add a closure",
    events: "What happened then", event: "Event", on: "Day", addEvent: "Add an event", remove: "Remove",
    compute: "Compute", starting: "Getting ready in your browser: some seconds, once…", working: "Computing…",
    failed: "It could not start:", others: "What else falls due", noOthers: "Nothing else falls due for now.", noticed: "Warnings",
    norms: "Norms", year: "Calendar of", holidays: "Holidays", none: "no date", noAnswer: "The law sets no term to answer it.",
  },
};

let next = 0;

/** A worker of Python: `ask(question)` is a promise of the answer, `ready` of the start. */
function python() {
  const worker = new Worker(new URL("worker.mjs", import.meta.url), { type: "module" });
  const waiting = new Map();
  const ready = new Promise((resolve, reject) => {
    worker.onerror = (event) => reject(new Error(event.message || "worker"));
    worker.onmessage = ({ data }) => {
      if (data.ready) return resolve();
      if (data.failed) return reject(new Error(data.failed));
      const { kept, refused } = waiting.get(data.id);
      waiting.delete(data.id);
      return data.error ? refused(new Error(data.error)) : kept(data.answer);
    };
  });
  const ask = (question) =>
    new Promise((kept, refused) => {
      next += 1;
      waiting.set(next, { kept, refused });
      worker.postMessage({ id: next, question });
    });
  return { ask, ready };
}

/** An element: attributes by name, then children, of which text is text. */
function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...children.flat());
  return made;
}

/** An element with HTML that answers.py made: it escapes whatever the user wrote. */
function drawn(tag, html, attributes) {
  const made = el(tag, attributes);
  made.innerHTML = html;
  return made;
}

const labelled = (text, input) => el("label", {}, el("span", {}, text), input);
const options = (list) => list.map(({ code, label }) => el("option", { value: code }, label));
const today = () => new Intl.DateTimeFormat("en-CA", { timeZone: "America/Bogota" }).format(new Date());

function removable(words, ...fields) {
  const button = el("button", { type: "button", class: "remove", "aria-label": words.remove, title: words.remove }, "×");
  const row = el("div", { class: "row" }, ...fields, button);
  button.onclick = () => row.remove();
  return row;
}

function closureRow(words) {
  return removable(
    words,
    labelled(words.from, el("input", { name: "from", type: "date", required: true })),
    labelled(words.to, el("input", { name: "to", type: "date" })),
    labelled(words.act, el("input", { name: "act", required: true })),
  );
}

function eventRow(words, choices) {
  const kind = el("select", { name: "type" }, options(choices.events));
  const fields = el("div", { class: "fields" });
  const show = () => {
    const { fields: told } = choices.events.find(({ code }) => code === kind.value);
    fields.replaceChildren(
      ...told.map(({ name, label, required, input, on, options: list }) =>
        labelled(
          label,
          input === "select"
            ? el("select", { name, required }, required ? [] : el("option", { value: "" }), options(list))
            : el("input", { name, type: input, required: required && input !== "checkbox", checked: input === "checkbox" && on }),
        ),
      ),
    );
  };
  kind.onchange = show;
  show();
  return removable(words, labelled(words.event, kind), labelled(words.on, el("input", { name: "on", type: "date", required: true })), fields);
}

/** What was told in a row, without what was left empty. */
function told(row) {
  const found = {};
  for (const input of row.querySelectorAll("input, select")) {
    if (input.type === "checkbox") found[input.name] = input.checked;
    else if (input.type === "number" && input.value) found[input.name] = Number(input.value);
    else if (input.value) found[input.name] = input.value;
  }
  return found;
}

/** The question that the form asks, as a legal vector has it. */
export function questionOf(form, lang) {
  const { tipo, day, hour, limit, asOf, saturday, offHours } = form.elements;
  const filed = hour.value ? { filed_at: `${day.value}T${hour.value}:00-05:00` } : { filed_on: day.value };
  return {
    op: "agenda",
    lang,
    as_of: asOf.value,
    case: {
      tipo: tipo.value,
      ...filed,
      ...(limit.disabled ? {} : { fecha_limite: limit.value }),
      events: [...form.querySelectorAll(".events .row")].map(told),
    },
    utility: {
      saturday_is_business_day: saturday.checked,
      closures: [...form.querySelectorAll(".closures .row")].map(told),
      policies: { off_hours: offHours.checked ? "next_business_day" : "as_registered" },
    },
  };
}

function normsOf(deadline, words) {
  if (!deadline.citations.length) return [];
  const items = deadline.citations.map(({ name, article, url }) => {
    const text = [name, article].filter(Boolean).join(", ");
    return el("li", {}, url ? el("a", { href: url, target: "_blank", rel: "noopener" }, text) : text);
  });
  return [el("p", { class: "norms" }, words.norms), el("ul", {}, items)];
}

function showAgenda(agenda, words) {
  const answer = agenda.deadlines.find(({ code }) => code === "respuesta");
  const others = agenda.deadlines.filter((each) => each !== answer);
  const parts = [];
  if (answer) {
    parts.push(
      el("p", { class: "headline" }, el("strong", {}, answer.day || words.none), el("span", { class: answer.style || "plain" }, answer.state_label)),
      drawn("div", answer.html),
      ...normsOf(answer, words),
    );
  } else parts.push(el("p", { class: "headline" }, words.noAnswer));
  if (agenda.noticed.length) {
    parts.push(el("h3", {}, words.noticed), el("ul", {}, agenda.noticed.map((each) => el("li", { class: "warn" }, each))));
  }
  parts.push(el("h3", {}, words.others));
  if (!others.length) parts.push(el("p", {}, words.noOthers));
  for (const each of others) {
    const summary = el(
      "summary", {}, el("span", {}, each.label), el("span", { class: "day" }, each.day || words.none),
      el("span", { class: each.style || "plain" }, each.state_label),
    );
    parts.push(el("details", { class: "other" }, summary, drawn("div", each.html), ...normsOf(each, words)));
  }
  return parts;
}

function showYear(year, words) {
  const rows = year.holidays.map(({ day, html }) => el("li", {}, el("b", {}, day), " ", drawn("span", html)));
  return [el("p", {}, year.title), drawn("div", year.html), el("h3", {}, words.holidays), el("ul", { class: "holidays" }, rows)];
}

function formOf(words, choices) {
  const kinds = el("select", { name: "tipo" }, options(choices.types));
  kinds.value = "reclamo";
  const limit = labelled(words.limit, el("input", { name: "limit", type: "date", required: true, disabled: true }));
  limit.hidden = true;
  kinds.onchange = () => {
    limit.hidden = !choices.types.find(({ code }) => code === kinds.value).given_date;
    limit.querySelector("input").disabled = limit.hidden;
  };
  const [closures, events] = ["closures", "events"].map((name) => el("div", { class: name }));
  const more = (text, list, row) => {
    const button = el("button", { type: "button", class: `add-${list.className}` }, text);
    button.onclick = () => list.append(row());
    return button;
  };
  return el(
    "form", {},
    el("div", { class: "fields" },
      labelled(words.tipo, kinds),
      labelled(words.day, el("input", { name: "day", type: "date", value: today(), required: true })),
      labelled(words.hour, el("input", { name: "hour", type: "time" })),
      labelled(words.asOf, el("input", { name: "asOf", type: "date", value: today(), required: true })),
      limit,
    ),
    ...["saturday", "offHours"].map((name) =>
      el("label", { class: "check" }, el("input", { name, type: "checkbox" }), words[name]),
    ),
    el("details", {}, el("summary", {}, words.closures), closures, more(words.addClosure, closures, () => closureRow(words))),
    el("details", {}, el("summary", {}, words.events), events, more(words.addEvent, events, () => eventRow(words, choices))),
    el("button", { type: "submit", class: "compute" }, words.compute),
  );
}

/** Put the form into `place`; `lang` is "es" or "en". The promise is of the first answer shown. */
export async function mount(place, { lang = "es" } = {}) {
  const words = WORDS[lang];
  const status = el("p", { role: "status" }, words.starting);
  const found = el("div", { class: "found", "aria-live": "polite" });
  place.classList.add("pqr", "pqr-page");
  place.replaceChildren(el("h2", {}, words.title), status, found);
  const { ask, ready } = python();
  try {
    await ready;
  } catch (error) {
    status.textContent = `${words.failed} ${error.message}`;
    status.className = "bad";
    throw error;
  }
  const choices = await ask({ op: "choices", lang });
  place.prepend(el("style", {}, choices.css));
  const form = formOf(words, choices);
  found.before(form);

  const compute = async () => {
    status.className = "";
    status.textContent = words.working;
    const question = questionOf(form, lang);
    const number = Number(question.case.filed_on?.slice(0, 4) ?? question.case.filed_at.slice(0, 4));
    try {
      const [agenda, year] = await Promise.all([
        ask(question),
        ask({ op: "year", lang, year: number, utility: question.utility }),
      ]);
      const calendar = el("details", { class: "year" }, el("summary", {}, `${words.year} ${number}`), ...showYear(year, words));
      found.replaceChildren(...showAgenda(agenda, words), calendar);
      status.textContent = "";
    } catch (error) {
      found.replaceChildren();
      status.className = "bad";
      status.textContent = error.message;
    }
  };
  form.onsubmit = (event) => {
    event.preventDefault();
    compute();
  };
  await compute();
}
