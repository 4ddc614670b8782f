// Search as one types: the page that the form would lead to is fetched, and its results are put in place of those shown.
const form = document.getElementById("search");
const WAIT = 250; // milliseconds without a key before it is asked
const PATIENCE = 300; // before it is said that something is going on

if (form) {
  const box = form.elements.q;
  const waiting = document.getElementById("waiting");
  const status = document.getElementById("status");
  let timer;
  let asking;

  const address = () => {
    const sent = [...new FormData(form)].filter(([, value]) => value.trim());
    return `${form.action}?${new URLSearchParams(sent)}`;
  };

  function put(page, name) {
    const [old, fresh] = [document, page].map((one) => one.getElementById(name));
    if (old && fresh) old.replaceChildren(...fresh.childNodes);
  }

  function mark(page) {
    for (const field of form.elements) {
      const fresh = field.id ? page.getElementById(field.id) : null;
      for (const name of ["aria-invalid", "aria-describedby"]) {
        if (fresh?.hasAttribute(name)) field.setAttribute(name, fresh.getAttribute(name));
        else field.removeAttribute(name);
      }
    }
  }

  async function ask(url, remember) {
    asking?.abort();
    asking = new AbortController();
    const own = asking;
    const results = document.getElementById("results");
    results.setAttribute("aria-busy", "true");
    const slow = setTimeout(() => {
      waiting.hidden = false;
      status.textContent = waiting.firstChild.textContent;
    }, PATIENCE);
    try {
      const answer = await fetch(url, { signal: own.signal, headers: { Accept: "text/html" } });
      if (answer.status >= 500) throw new Error(`status ${answer.status}`);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      put(page, "results");
      for (const place of form.querySelectorAll("[id^='wrong-']")) put(page, place.id);
      mark(page);
      document.title = page.title;
      if (remember) history.replaceState(null, "", url);
      status.textContent = document.getElementById("found")?.textContent ?? document.getElementById("wrong")?.textContent.trim() ?? "";
    } catch (trouble) {
      if (trouble.name === "AbortError") return;
      form.submit(); // the browser's own way shows what is the matter
    } finally {
      clearTimeout(slow);
      if (asking === own) {
        waiting.hidden = true;
        results.setAttribute("aria-busy", "false");
      }
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => ask(address(), true), WAIT);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    const url = address();
    if (url !== location.href) history.pushState(null, "", url);
    ask(url, false);
  });
  addEventListener("popstate", () => location.reload());
  addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.matches("input, select, textarea")) {
      event.preventDefault();
      box.focus();
    }
  });
}
