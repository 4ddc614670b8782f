// Lights the words behind a line of the record, and finds the line behind words. Without it the links still lead there.
const lines = new Map([...document.querySelectorAll("[data-line]")].map((line) => [line.dataset.line, line]));
const words = [...document.querySelectorAll("[data-lines]")];
const status = document.getElementById("status");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let current = null;
let cameFrom = null;

const record = document.getElementById("record");
/** What the page has for scripts to say, with values in the place of their names in braces. */
const say = (name, values) => record.dataset[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
const keysOf = (element) => element.dataset.lines.split(" ");

function clear() {
  for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
  const line = lines.get(current);
  line?.classList.remove("current");
  line?.querySelector(".go").removeAttribute("aria-current");
  globalThis.CSS?.highlights?.delete("asked");
  current = null;
}

function light(key) {
  clear();
  const line = lines.get(key);
  const lit = words.filter((element) => keysOf(element).includes(key));
  for (const element of lit) element.classList.add("lit");
  line.classList.add("current");
  line.querySelector(".go").setAttribute("aria-current", "true");
  line.closest("details")?.setAttribute("open", "");
  current = key;
  return lit;
}

function reveal(element, focus) {
  const box = element.getBoundingClientRect();
  const room = element.closest("#record")?.getBoundingClientRect() ?? { top: 0, bottom: innerHeight };
  const hidden = box.top < Math.max(room.top, 0) + 8 || box.bottom > Math.min(room.bottom, innerHeight) - 8;
  if (hidden) element.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
  focus?.focus({ preventScroll: true });
}

/** Show a line: its words are lit, and the side that was not clicked comes into view and takes the focus. */
function show(key, side, remember = true) {
  const line = lines.get(key);
  if (!line) return false;
  const lit = light(key);
  const hash = side === "text" ? `#at-${key}` : `#${key}`;
  if (remember && location.hash !== hash) history.pushState(null, "", hash);
  if (side === "text" && lit.length) reveal(lit[0], lit.find((element) => element.matches("a[href]:not([tabindex])")));
  else reveal(line, line.querySelector(".go"));
  const name = line.querySelector(".go").textContent.trim();
  status.textContent = say(lit.length === 1 ? "saidLitOnce" : "saidLit", { line: name, count: lit.length });
  return true;
}

/** The words at [start, end) of the text, in code points, as a Range; each block of the text knows where it begins. */
function rangeOf(start, end) {
  const block = [...document.querySelectorAll("[data-start]")].findLast((one) => Number(one.dataset.start) <= start);
  if (!block) return null;
  const range = document.createRange();
  range.selectNodeContents(block);
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let at = Number(block.dataset.start);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const points = [...node.data];
    const unit = (place) => points.slice(0, place - at).join("").length;
    if (start >= at && start < at + points.length) range.setStart(node, unit(start));
    if (end > at && end <= at + points.length) range.setEnd(node, unit(end));
    at += points.length;
  }
  return start < at ? range : null;
}

/** Show words by their place, "#c120-188", whether or not a line stands on them. */
function showPlace(start, end) {
  const range = start < end && rangeOf(start, end);
  if (!range) return false;
  clear();
  globalThis.CSS?.highlights?.set("asked", new Highlight(range));
  const box = range.getBoundingClientRect();
  scrollTo({ top: scrollY + box.top - innerHeight / 3, behavior: "instant" });
  status.textContent = say("saidShown", { words: range.toString() });
  return true;
}

function follow(hash, remember) {
  const place = /^#c(\d+)-(\d+)$/.exec(hash);
  if (place) return showPlace(Number(place[1]), Number(place[2]));
  if (hash.startsWith("#at-")) return show(hash.slice(4), "text", remember);
  return show(hash.slice(1), "record", remember);
}

/** Where several lines stand on the same words, each further click goes to the next of them. */
function nextKey(element) {
  const keys = keysOf(element);
  return keys[(keys.indexOf(current) + 1) % keys.length];
}

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (String(getSelection())) return;
  const word = event.target.closest("[data-lines]");
  const link = event.target.closest("a[href^='#']");
  const line = event.target.closest("[data-line]");
  cameFrom = link ?? word;
  const done = word
    ? show(nextKey(word), "record")
    : link
      ? follow(link.getAttribute("href"), true)
      : line && !event.target.closest("a, summary") && show(line.dataset.line, "text");
  if (done) event.preventDefault();
});

/** Arrows lead from line to line in the record, and from mark to mark in the text. */
function step(element, by) {
  const selector = element.matches(".go") ? ".go" : "a.seg:not([tabindex])";
  const stops = [...document.querySelectorAll(selector)].filter((stop) => stop.checkVisibility());
  const next = stops[stops.indexOf(element) + by];
  if (!next) return;
  next.focus();
  light(next.matches(".go") ? next.closest("[data-line]").dataset.line : keysOf(next)[0]);
}

document.addEventListener("keydown", (event) => {
  const element = document.activeElement;
  if (event.key === "Escape" && current) {
    clear();
    status.textContent = "";
    if (cameFrom?.isConnected) cameFrom.focus();
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && element.matches(".go, a.seg")) {
    event.preventDefault();
    step(element, event.key === "ArrowDown" ? 1 : -1);
  }
});

addEventListener("hashchange", () => /^#c\d/.test(location.hash) && follow(location.hash, false));
addEventListener("popstate", () => follow(location.hash, false) || clear());
document.documentElement.classList.add("scripted");
if (location.hash) follow(location.hash, false);
