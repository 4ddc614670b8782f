// Adjudication by keyboard: the number of a side chooses it.
document.querySelector("#text .lit")?.scrollIntoView({ block: "nearest", behavior: "instant" });
addEventListener("keydown", (event) => {
  if (localStorage.getItem("keys") === "off") return; // as chosen on the page of lines
  if (event.target.matches("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
  document.querySelector(`#sides [data-key="${CSS.escape(event.key)}"]`)?.click();
});
