"use strict";
// The box for questions: when it may be sent, where the cursor stands, what is kept of a draft.
(() => {
  const DRAFT = "wenyuan-draft";
  const LONGEST_SENDING_MS = 10000;
  const isMouse = window.matchMedia("(pointer: fine)").matches;

  let isReady = false;
  let sending = null;

  document.addEventListener("keydown", onSend, true);
  document.addEventListener("click", onSend, true);
  document.addEventListener("click", onAction);
  document.addEventListener("input", (event) => {
    if (event.target === box() && !sending) keepDraft(event.target.value);
  });
  watchSending();
  window.addEventListener("DOMContentLoaded", () => new MutationObserver(tend).observe(
    document.body, { childList: true, subtree: true }));

  function box() {
    return document.querySelector("#wy-question textarea");
  }

  // Nothing typed is no question; and what is sent while an answer is being made would be
  // dropped by the server. In both cases the words stay where they are.
  function onSend(event) {
    if (!isSending(event)) return;
    if (box().value.trim() && !isBusy()) {
      sending = { question: box().value, asked: askedCount(), since: Date.now() };
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  // Gradio reads the box a moment after Enter and would have the server empty it: what is typed
  // meanwhile would join the question or be lost. Here the box is emptied when the question goes
  // out, and what goes out is what stood there at Enter.
  function watchSending() {
    const send = window.fetch;
    window.fetch = function fetch(resource, options) {
      const isQuestion = sending && String(resource.url || resource).includes("/queue/join");
      return send.call(this, resource, isQuestion ? asSent(options) : options);
    };
  }

  function asSent(options) {
    const typed = box().value;
    const { question } = sending;
    if (!typed.startsWith(question)) return options;
    const body = JSON.parse(options.body);
    if (body.data[0] !== typed) return options; // a suggested question
    body.data[0] = question;
    fillBox(typed.slice(question.length));
    return { ...options, body: JSON.stringify(body) };
  }

  function fillBox(text) {
    box().value = text;
    box().dispatchEvent(new Event("input", { bubbles: true }));
  }

  function isSending(event) {
    if (!event.target.closest || !event.target.closest("#wy-question")) return false;
    if (event.type === "click") return Boolean(event.target.closest(".submit-button"));
    return event.target === box() && event.key === "Enter" && !event.shiftKey
      && !event.isComposing;
  }

  function isBusy() {
    const isArriving = sending && Date.now() - sending.since < LONGEST_SENDING_MS;
    return Boolean(isArriving || isAnswering());
  }

  function isAnswering() {
    return document.querySelector("#wy-question .stop-button") !== null;
  }

  function askedCount() {
    return document.querySelectorAll("#wy-chat .wy-asked").length;
  }

  function tend() {
    // A long conversation drops its first question for each new one: its count says nothing.
    if (sending && (askedCount() !== sending.asked || isAnswering())) {
      sending = null;
      keepDraft(box() ? box().value : "");
    }
    if (!isReady && box()) {
      isReady = true;
      restoreDraft();
      // In a window of its own only: a frame must not take the cursor from the page around.
      if (window.parent === window && document.activeElement === document.body) focusBox();
    }
  }

  // After a click on anything that asks or ends, one goes on by typing.
  function onAction(event) {
    const action = event.target.closest
      && event.target.closest("#wy-chat .example, #wy-new, #wy-question button");
    if (action && isMouse) focusBox();
  }

  function focusBox() {
    if (box()) box().focus({ preventScroll: true });
  }

  // The page loads anew when the server was started again: what was typed survives that, and a
  // question that never arrived.
  function keepDraft(text) {
    try {
      sessionStorage.setItem(DRAFT, text);
    } catch {
      // storage is switched off, or belongs to another site's frame
    }
  }

  function restoreDraft() {
    try {
      const draft = sessionStorage.getItem(DRAFT);
      if (draft && !box().value) fillBox(draft);
    } catch {
      // as above
    }
  }
})();
