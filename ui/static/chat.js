"use strict";
// The chat page beside what Gradio does: copying an answer, editing a completed question, where
// it scrolls to, its labels.
(() => {
  const WORDS = {
    "zh-CN": { copied: "已复制", notCopied: "没能复制", question: "提问", answer: "回答",
      send: "发送", stop: "停止", toEnd: "到末尾",
      lost: "连接中断", reconnecting: "服务暂时连不上；恢复后页面会自动刷新，输入的问题会保留。" },
    en: { copied: "Copied", notCopied: "Not copied", question: "Question", answer: "Answer",
      send: "Send", stop: "Stop", toEnd: "To the end",
      lost: "Connection lost",
      reconnecting:
        "The server cannot be reached; the page reloads once it can. Your question is kept." },
  };

  let questions = 0;
  let isPinned = false;
  const words = WORDS[document.documentElement.lang] || WORDS["zh-CN"];
  window.addEventListener("DOMContentLoaded", () => new MutationObserver(tend).observe(
    document.body, { childList: true, subtree: true }));
  document.addEventListener("click", copyAnswer);
  document.addEventListener("click", editQuestion);
  for (const kind of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    document.addEventListener(kind, unpin, { passive: true, capture: true });
  }

  function tend() {
    labelParts();
    showNewQuestion();
    translateToasts();
  }

  // Gradio reads a message's HTML source out to screen readers, and names its buttons in
  // English or not at all.
  function labelParts() {
    label('#wy-chat [data-testid="user"]', () => words.question);
    label('#wy-chat [data-testid="bot"]', () => words.answer);
    label("#wy-chat .example", (example) => example.textContent.trim());
    label("#wy-question .submit-button", () => words.send);
    label("#wy-question .stop-button", () => words.stop);
    label("#wy-chat .scroll-down-button-container button", () => words.toEnd);
  }

  function label(selector, nameOf) {
    for (const element of document.querySelectorAll(selector)) {
      const name = nameOf(element);
      if (element.getAttribute("aria-label") !== name) element.setAttribute("aria-label", name);
    }
  }

  // Gradio says it in English only; it loads the page anew as soon as the server answers.
  function translateToasts() {
    for (const toast of document.querySelectorAll(".toast-body")) {
      const title = toast.querySelector(".toast-title");
      const text = toast.querySelector(".toast-message-text");
      if (!text || !text.textContent.includes("Connection to the server was lost")) continue;
      if (title) title.textContent = words.lost;
      text.textContent = words.reconnecting;
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

  // A follow-up that was understood otherwise than it was meant goes back into the box.
  function editQuestion(event) {
    const button = event.target.closest("button.wy-edit");
    const box = document.querySelector("#wy-question textarea");
    if (!button || !box) return;
    box.value = button.parentElement.querySelector("bdi").textContent;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  }

  /** The answer and its numbered sources as lines of text. */
  function plainText(message) {
    const lines = texts(message, ".wy-answer p:not(.wy-short)");
    const sources = [...message.querySelectorAll(".wy-sources .wy-card")].flatMap((card) => [
      texts(card, ".wy-title, .wy-place").join(" · "),
      ...[...card.querySelectorAll(".wy-passage")].map((passage) =>
        [...texts(passage, ".wy-cite, .wy-section"),
          ...texts(passage, "mark").map((words) => `“${words}”`)].join(" ")),
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
