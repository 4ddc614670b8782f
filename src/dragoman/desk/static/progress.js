// Shows how far something is, by asking for the page again until it is over.
const status = document.getElementById("status");
const WAIT = 1000; // milliseconds

async function ask() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.querySelector("h1").textContent = page.querySelector("h1").textContent;
    const fresh = document.adoptNode(page.getElementById("progress"));
    const said = fresh.querySelector(".state")?.textContent ?? page.querySelector("h1").textContent;
    document.getElementById("progress").replaceWith(fresh);
    if (status.textContent !== said) status.textContent = said;
  } catch {
    status.textContent = document.getElementById("progress").dataset.saidSilent;
  }
  if (!document.getElementById("progress").dataset.over) setTimeout(ask, WAIT);
}

if (!document.getElementById("progress").dataset.over) setTimeout(ask, WAIT);
