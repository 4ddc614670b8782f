// Words chosen in the text can be commented on: their place goes into the form, in code points of the article's text.
const form = document.getElementById("write");
const bar = document.getElementById("choose");
const chosen = document.getElementById("chosen");
const WAIT = 200; // milliseconds after the choice has come to rest
const LONGEST = 1500; // characters, as the server takes

if (form && bar && chosen) {
  let timer;
  let found = null;

  /** The place of a node's offset in the text: of the block that it stands in, and the code points before it. */
  function placeOf(node, offset) {
    const block = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest("[data-start]");
    if (!block) return null;
    const before = document.createRange();
    before.selectNodeContents(block);
    before.setEnd(node, offset);
    return Number(block.dataset.start) + [...before.toString()].length;
  }

  function read() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const [start, end] = [placeOf(range.startContainer, range.startOffset), placeOf(range.endContainer, range.endOffset)];
    if (start === null || end === null || start >= end || end - start > LONGEST) return null;
    return { start, end, words: selection.toString().trim() };
  }

  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (bar.contains(document.activeElement)) return;
      found = read();
      bar.hidden = !found;
    }, WAIT);
  });

  bar.querySelector("button").addEventListener("click", () => {
    if (!found) return;
    form.elements.start.value = found.start;
    form.elements.end.value = found.end;
    chosen.querySelector("blockquote").textContent = found.words;
    chosen.hidden = false;
    bar.hidden = true;
    form.scrollIntoView({ block: "center" });
    form.elements.body.focus({ preventScroll: true });
  });

  chosen.querySelector("button").addEventListener("click", () => {
    form.elements.start.value = form.elements.end.value = "";
    chosen.hidden = true;
    form.elements.body.focus();
  });
}
