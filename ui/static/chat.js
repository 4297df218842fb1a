"use strict";
// The chat page beside what Gradio does: copying an answer, where it scrolls to, its labels.
(() => {
  const WORDS = {
    "zh-CN": { copied: "已复制", notCopied: "没能复制", question: "提问", answer: "回答",
      send: "发送", stop: "停止" },
    en: { copied: "Copied", notCopied: "Not copied", question: "Question", answer: "Answer",
      send: "Send", stop: "Stop" },
  };

  let questions = 0;
  let isPinned = false;
  const words = WORDS[document.documentElement.lang] || WORDS["zh-CN"];
  window.addEventListener("DOMContentLoaded", () => new MutationObserver(tend).observe(
    document.body, { childList: true, subtree: true }));
  document.addEventListener("click", copyAnswer);
  document.addEventListener("keydown", dropEmptyQuestion, true);
  document.addEventListener("click", dropEmptyQuestion, true);
  for (const kind of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    document.addEventListener(kind, unpin, { passive: true, capture: true });
  }

  // Nothing typed is no question; sent all the same, it would hold up the next one.
  function dropEmptyQuestion(event) {
    const area = event.target.closest && event.target.closest("#wy-question");
    const box = area && area.querySelector("textarea");
    const isSending = event.type === "click"
      ? event.target.closest(".submit-button") : event.key === "Enter" && !event.shiftKey;
    if (!box || !isSending || box.value.trim()) return;
    event.preventDefault();
    event.stopPropagation();
  }

  function tend() {
    labelParts();
    showNewQuestion();
  }

  // Gradio reads a message's HTML source out to screen readers, and names its buttons in
  // English or not at all.
  function labelParts() {
    label('#wy-chat [data-testid="user"]', () => words.question);
    label('#wy-chat [data-testid="bot"]', () => words.answer);
    label("#wy-chat .example", (example) => example.textContent.trim());
    label("#wy-question .submit-button", () => words.send);
    label("#wy-question .stop-button", () => words.stop);
  }

  function label(selector, nameOf) {
    for (const element of document.querySelectorAll(selector)) {
      const name = nameOf(element);
      if (element.getAttribute("aria-label") !== name) element.setAttribute("aria-label", name);
    }
  }

  // A new question goes to the top and stays there while its answer grows, so that it is
  // read from the beginning; until the reader scrolls.
  function showNewQuestion() {
    const asked = document.querySelectorAll("#wy-chat .wy-asked");
    if (asked.length > questions) isPinned = true;
    questions = asked.length;
    const log = document.querySelector("#wy-chat [role=log]");
    if (!log || !isPinned || !questions) return;
    const row = asked[questions - 1].closest(".message-row") || asked[questions - 1];
    log.scrollTop += row.getBoundingClientRect().top - log.getBoundingClientRect().top - 8;
  }

  function unpin(event) {
    if (event.target.closest && event.target.closest("#wy-chat")) isPinned = false;
  }

  async function copyAnswer(event) {
    const button = event.target.closest("button.wy-copy");
    if (!button) return;
    const message = button.closest('[data-testid="bot"]');
    const label = button.textContent;
    button.textContent = words[await copied(plainText(message)) ? "copied" : "notCopied"];
    setTimeout(() => { button.textContent = label; }, 2000);
  }

  /** The answer and its numbered sources as lines of text. */
  function plainText(message) {
    const lines = texts(message, ".wy-answer p:not(.wy-short)");
    const sources = [...message.querySelectorAll(".wy-sources .wy-card")].flatMap((card) => [
      texts(card, ".wy-title, .wy-place").join(" · "),
      ...[...card.querySelectorAll(".wy-passage")].map((passage) =>
        [...texts(passage, ".wy-cite, .wy-section"), `“${texts(passage, "mark").join("")}”`]
          .join(" ")),
    ]);
    const heading = texts(message, ".wy-heading");
    return [...lines, "", ...heading, ...sources].join("\n");
  }

  function texts(element, selector) {
    return [...element.querySelectorAll(selector)].map((each) => each.textContent.trim());
  }

  async function copied(text) {
    if (navigator.clipboard && window.isSecureContext) {
      try {
        await navigator.clipboard.writeText(text);
        return true;
      } catch {
        // not allowed in this frame; the old way may be
      }
    }
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "wy-offscreen";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
})();
