"use strict";

// The page of a source: goes to the cited words, copies the link, closes the panel by Escape.
// Everything but copying works without this script.
(() => {
  const isFramed = window.parent !== window;
  const bar = document.querySelector(".wy-bar");
  const note = document.querySelector(".wy-note");
  const cited = document.getElementById("cited");

  function headHeight() {
    return (bar ? bar.offsetHeight : 0) + (note ? note.offsetHeight : 0);
  }

  // The note sticks below the bar, whose height depends on its words and the window's width.
  function placeNote() {
    if (bar && note) {
      note.style.setProperty("inset-block-start", `${bar.offsetHeight}px`);
    }
    document.documentElement.style.setProperty("scroll-padding-block-start", `${headHeight() + 24}px`);
  }

  // Not scrollIntoView: from inside a panel that would scroll the page around it as well.
  function scrollToCited() {
    const box = cited.getBoundingClientRect();
    const head = headHeight();
    const room = window.innerHeight - head;
    if (window.scrollY === 0 && box.top >= head && box.bottom <= window.innerHeight) {
      return; // in sight below the title
    }
    const above = Math.max(24, (room - Math.min(box.height, room)) / 3);
    window.scrollTo({ top: window.scrollY + box.top - head - above, behavior: "instant" });
  }

  // The text changes its height when a panel slides in, or when far parts of a long text get
  // their real one: the cited words are held in their place until the reader moves the page.
  function holdCited() {
    const held = new ResizeObserver(scrollToCited);
    const letGo = () => held.disconnect();
    held.observe(document.body);
    for (const movement of ["wheel", "touchstart", "pointerdown", "keydown"]) {
      window.addEventListener(movement, letGo, { once: true, passive: true });
    }
  }

  // A panel that opens must not take the focus from somebody who is typing a question.
  function focusCited() {
    if (!isFramed || document.hasFocus()) {
      cited.focus({ preventScroll: true });
    }
  }

  function goToCited() {
    scrollToCited();
    holdCited();
    focusCited();
  }

  // Without https there is no navigator.clipboard; the old command needs a selected field.
  function copyByCommand(field) {
    field.focus();
    field.select();
    try {
      return document.execCommand("copy");
    } catch {
      return false;
    }
  }

  function fieldWith(text) {
    const field = document.createElement("textarea");
    field.className = "wy-bar__byhand";
    field.readOnly = true;
    field.rows = 2;
    field.value = text;
    return field;
  }

  async function copyByClipboard(text) {
    if (!window.isSecureContext || !navigator.clipboard) {
      return false;
    }
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false; // not allowed in this frame
    }
  }

  async function copyLink(button, address, said) {
    said.textContent = "";
    if (await copyByClipboard(address)) {
      said.textContent = button.dataset.copied;
      return;
    }
    const field = fieldWith(address);
    said.after(field);
    if (copyByCommand(field)) {
      field.remove();
      button.focus();
      said.textContent = button.dataset.copied;
    } else {
      said.textContent = button.dataset.byHand; // the field stays, with the link selected
    }
    placeNote();
  }

  function offerCopying() {
    const button = bar.querySelector(".wy-bar__copy");
    const link = bar.querySelector(".wy-bar__link");
    const said = bar.querySelector(".wy-bar__said");
    button.hidden = false;
    button.addEventListener("click", () => {
      for (const old of bar.querySelectorAll(".wy-bar__byhand")) {
        old.remove();
      }
      copyLink(button, link.href, said).then(placeNote);
    });
  }

  if (bar) {
    offerCopying();
    placeNote();
    window.addEventListener("resize", placeNote);
  }
  // A link to another place of this page (the contents, say) is the reader's own wish.
  if (cited && (location.hash === "" || location.hash === "#cited")) {
    goToCited();
  }
  for (const link of document.querySelectorAll('a[href="#cited"]')) {
    link.addEventListener("click", (event) => {
      event.preventDefault(); // see scrollToCited
      goToCited();
    });
  }
  if (isFramed) {
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        window.parent.postMessage({ wenyuan: "close-panel" }, location.origin);
      }
    });
  }
})();
