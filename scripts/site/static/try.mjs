// The form of the browser host on the first page. It starts when the reader asks, for it fetches 20 MB.
const place = document.querySelector("#pqr-try");
const lang = place.dataset.lang;
const host = new URL("../../browser/", import.meta.url);
const words = {
  es: "Esta copia del sitio no trae el cálculo en el navegador, o se abrió como archivo: ábrala con un servidor (python -m http.server).",
  en: "This copy of the site comes without the browser host, or was opened as a file: serve it (python -m http.server).",
};

const start = async () => {
  const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: new URL("page.css", host) });
  document.head.append(style);
  try {
    const { mount } = await import(new URL("page.mjs", host));
    await mount(place, { lang });
  } catch (error) {
    if (!place.querySelector("form")) place.textContent = words[lang];
    throw error;
  }
};

place.querySelector("button").onclick = start;
if (location.hash === "#try") start();
