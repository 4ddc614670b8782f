// Review by keyboard. The next line is fetched while one reads this one, and shown at once; the verdict is sent behind it.
let sending = Promise.resolve(); // verdicts in the order in which they were given
let ahead = null; // {address, page}: the next line
const status = document.getElementById("status");
const help = document.getElementById("help");
const work = () => document.getElementById("work");

async function load(address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return { address: answer.url, page: new DOMParser().parseFromString(await answer.text(), "text/html") };
}

function prefetch() {
  const address = work().dataset.next;
  const own = { address, page: null };
  // What was not sent yet could come again: the next line is asked for as if it was judged already, by its place.
  own.page = load(address).catch(() => null);
  ahead = own;
}

function settle() {
  for (const button of document.querySelectorAll(".take")) button.hidden = false;
  document.getElementById("keys").hidden = false;
  document.querySelector("#text .lit")?.scrollIntoView({ block: "center", behavior: "instant" });
  prefetch();
}

function put(loaded, remember) {
  const fresh = loaded?.page.getElementById("work");
  if (!fresh) return false;
  work().replaceWith(document.adoptNode(fresh));
  document.title = loaded.page.title;
  if (remember) history.pushState(null, "", loaded.address);
  status.textContent = document.getElementById("line-head").textContent;
  settle();
  return true;
}

async function go(address) {
  const began = performance.now();
  const loaded = ahead?.address === address ? await ahead.page : await load(address).catch(() => null);
  if (!put(loaded, true)) location.assign(address);
  requestAnimationFrame(() => (document.documentElement.dataset.shown = String(performance.now() - began)));
}

async function deliver(address, sent) {
  const answer = await fetch(address, { method: "POST", body: sent, headers: { Accept: "application/json" }, keepalive: true });
  const said = await answer.json().catch(() => ({ problem: work().dataset.saidAnswered.replace("{status}", answer.status) }));
  if (!answer.ok) throw new Error(said.field ? `${said.field}: ${said.problem}` : said.problem);
  return said;
}

function form(id, verdict) {
  const sent = new FormData(document.getElementById(id));
  sent.set("verdict", verdict);
  return new URLSearchParams(sent);
}

function complain(words) {
  document.getElementById("problem").textContent = words;
}

/** Confirm or reject: the next line shows at once. What could not be kept is said, with the way back. */
function judge(verdict) {
  const [address, next] = [work().dataset.own, work().dataset.next];
  const sent = form("verdicts", verdict);
  sending = sending.then(() => deliver(address, sent)).catch((trouble) => {
    complain(`${trouble.message}. `);
    const back = Object.assign(document.createElement("a"), { href: address, textContent: work().dataset.saidBack });
    document.getElementById("problem").append(back);
  });
  document.querySelector("#undo button").disabled = false;
  go(next).then(() => (document.querySelector("#undo button").disabled = false));
}

/** A correction is looked at by the server first: what is wrong in it is said beside it. */
async function correct(submitter) {
  complain("");
  const sent = form("correction", submitter.value);
  const address = work().dataset.own;
  try {
    await sending;
    const said = await deliver(address, sent);
    await go(said.next);
    document.querySelector("#undo button").disabled = false;
  } catch (trouble) {
    complain(trouble.message);
    document.getElementById("problem").scrollIntoView({ block: "center" });
  }
}

/** The chosen words as their place in the text, in code points; nothing where the choice is not in it. */
function chosen() {
  const choice = getSelection();
  if (!choice.rangeCount || choice.isCollapsed) return null;
  const range = choice.getRangeAt(0);
  const block = [range.startContainer, range.endContainer].map((node) => (node.nodeType === 1 ? node : node.parentElement).closest("#text [data-start]"));
  if (!block[0] || block[0] !== block[1]) return null;
  const before = document.createRange();
  before.selectNodeContents(block[0]);
  before.setEnd(range.startContainer, range.startOffset);
  const quote = range.toString();
  const start = Number(block[0].dataset.start) + [...before.toString()].length;
  return { quote, start, end: start + [...quote].length };
}

function take(button) {
  const found = chosen();
  if (!found) return complain(work().dataset.saidChoose);
  complain("");
  const [words, start, end] = button.parentElement.querySelectorAll("textarea, input");
  [words.value, start.value, end.value] = [found.quote, found.start, found.end];
  status.textContent = work().dataset.saidTaken.replace("{words}", () => found.quote);
  return words.focus();
}

const keysOn = document.getElementById("keys-on");
keysOn.checked = localStorage.getItem("keys") !== "off";
keysOn.addEventListener("change", () => localStorage.setItem("keys", keysOn.checked ? "on" : "off"));

const KEYS = {
  c: () => judge("confirm"),
  x: () => judge("reject"),
  e: () => {
    const details = document.getElementById("correct");
    details.open = !details.open;
    if (details.open) details.querySelector("select, input:not([type=hidden]), textarea").focus();
  },
  s: () => go(work().dataset.next),
  u: () => sending.then(() => document.querySelector("#undo button").disabled || document.getElementById("undo").submit()),
  "?": () => (help.open ? help.close() : help.showModal()),
};
KEYS[" "] = KEYS.s;
KEYS.j = KEYS.n = KEYS.s;
KEYS.k = KEYS.p = () => work().dataset.previous && go(work().dataset.previous);

addEventListener("keydown", (event) => {
  const field = event.target.matches("input, select, textarea, [contenteditable]");
  if (event.key === "Escape" && field) event.target.blur();
  if (field || event.ctrlKey || event.metaKey || event.altKey || (help.open && event.key !== "?")) return;
  if (event.key === " " && event.target.matches("button, summary, a, #text")) return;
  const own = KEYS[event.key];
  // Who speaks to the machine, or whose hand is not steady, can do without single keys (WCAG 2.1.4).
  if (!own || (!keysOn.checked && event.key !== "?") || (work().dataset.new && "cxs".includes(event.key))) return;
  event.preventDefault();
  own();
});
document.addEventListener("submit", (event) => {
  if (event.target.id === "verdicts") {
    event.preventDefault();
    judge(event.submitter?.value ?? "confirm");
  } else if (event.target.id === "correction") {
    event.preventDefault();
    correct(event.submitter ?? event.target.querySelector("button:not([type])"));
  }
});
document.addEventListener("mousedown", (event) => event.target.closest(".take") && event.preventDefault()); // keeps the choice
document.addEventListener("click", (event) => {
  const button = event.target.closest(".take");
  if (button) take(button);
  if (event.target.closest("#keys")) help.showModal();
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const link = event.target.closest("#next, #previous, #skip");
  if (link) {
    event.preventDefault();
    go(link.getAttribute("href"));
  }
});
document.addEventListener("input", (event) => {
  // Words that were typed have no place of their own.
  if (event.target.matches(".words textarea")) for (const place of event.target.parentElement.querySelectorAll("input")) place.value = "";
});
addEventListener("popstate", () => load(location.href).then((loaded) => put(loaded, false)).catch(() => location.reload()));
settle();
