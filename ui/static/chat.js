"use strict";
// The chat page beside what Gradio does: where it scrolls to, and its labels.
(() => {
  const WORDS = {
    "zh-CN": { question: "提问", answer: "回答", send: "发送", stop: "停止", toEnd: "到末尾",
      lost: "连接中断", reconnecting: "服务暂时连不上；恢复后页面会自动刷新，输入的问题会保留。" },
    "zh-TW": { question: "提問", answer: "回答", send: "送出", stop: "停止", toEnd: "到末尾",
      lost: "連線中斷", reconnecting: "服務暫時連不上；恢復後頁面會自動重新整理，輸入的問題會保留。" },
    en: { question: "Question", answer: "Answer", send: "Send", stop: "Stop", toEnd: "To the end",
      lost: "Connection lost",
      reconnecting:
        "The server cannot be reached; the page reloads once it can. Your question is kept." },
  };

  let questions = 0;
  let isPinned = false;
  const words = WORDS[document.documentElement.lang] || WORDS["zh-CN"];
  window.addEventListener("DOMContentLoaded", () => new MutationObserver(tend).observe(
    document.body, { childList: true, subtree: true }));
  for (const kind of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    document.addEventListener(kind, unpin, { passive: true, capture: true });
  }

  function tend() {
    groupExamples();
    labelParts();
    tellChosen();
    showNewQuestion();
    translateToasts();
  }

  // Gradio reads a message's HTML source out to screen readers, and names its buttons in
  // English or not at all.
  function labelParts() {
    label('#wy-chat [data-testid="user"]', () => words.question);
    label('#wy-chat [data-testid="bot"]', () => words.answer);
    label("#wy-chat .example", (example) => example.textContent.trim());
    label("#wy-brand [title]", (named) => named.title);
    label("#wy-question .submit-button", () => words.send);
    label("#wy-question .stop-button", () => words.stop);
    label("#wy-chat .scroll-down-button-container button", () => words.toEnd);
  }

  // Gradio calls them a list, of which they are no items.
  function groupExamples() {
    const examples = document.querySelector('#wy-chat .examples[role="list"]');
    if (examples) examples.setAttribute("role", "group");
  }

  // Gradio drops what says so in the messages themselves.
  function tellChosen() {
    for (const button of document.querySelectorAll("#wy-chat .wy-icon:not([aria-pressed])")) {
      button.setAttribute("aria-pressed", String(button.classList.contains("wy-chosen")));
    }
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
})();
