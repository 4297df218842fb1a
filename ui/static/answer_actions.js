"use strict";
// What the buttons below questions and answers do: copy, edit, ask again, rate, hand on.
(() => {
  const WORDS = {
    "zh-CN": { copied: "已复制", notCopied: "没能复制", why: "哪里不对？可以不填", send: "发送",
      thanks: "谢谢，已记下", failed: "没能保存，请稍后再试", submitted: "已提交给资料管理员" },
    "zh-TW": { copied: "已複製", notCopied: "沒能複製", why: "哪裡不對？可以不填", send: "送出",
      thanks: "謝謝，已記下", failed: "沒能儲存，請稍後再試", submitted: "已提交給資料管理員" },
    en: { copied: "Copied", notCopied: "Not copied", why: "What is wrong? May stay empty",
      send: "Send", thanks: "Thank you, noted", failed: "Could not be saved; try again later",
      submitted: "Reported to the document desk" },
  };
  const ACTIONS = {
    "wy-copy": copyAnswer, "wy-edit": edit, "wy-again": askAgain, "wy-good": rateGood,
    "wy-bad": rateBad, "wy-submit": submit,
  };
  const LONGEST_REASON = 1000;
  const words = WORDS[document.documentElement.lang] || WORDS["zh-CN"];

  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("#wy-chat button");
    const name = button && Object.keys(ACTIONS).find((each) => button.classList.contains(each));
    if (name) ACTIONS[name](button);
  });

  async function copyAnswer(button) {
    const message = button.closest('[data-testid="bot"]');
    const label = button.textContent;
    button.textContent = words[await copied(plainText(message)) ? "copied" : "notCopied"];
    setTimeout(() => { button.textContent = label; }, 2000);
  }

  // A question, or what a follow-up was understood as, goes back into the box.
  function edit(button) {
    const asked = button.parentElement.querySelector(".wy-asked, bdi");
    fillBox(asked.innerText);
  }

  function askAgain(button) {
    const asked = questionBefore(button);
    if (!asked || !fillBox(asked.innerText)) return;
    const send = () => document.querySelector("#wy-question .submit-button")?.click();
    setTimeout(send); // Gradio has taken the text by then
  }

  function questionBefore(element) {
    const all = [...document.querySelectorAll("#wy-chat .wy-asked")];
    return all.filter((each) => each.compareDocumentPosition(element)
      & Node.DOCUMENT_POSITION_FOLLOWING).pop();
  }

  function fillBox(text) {
    const box = document.querySelector("#wy-question textarea");
    if (!box) return false;
    box.value = text;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
    return true;
  }

  async function rateGood(button) {
    const isTaken = isChosen(button);
    if (!await rate(button, isTaken ? "" : "good")) return;
    choose(button, isTaken ? null : button);
    closeReason(button);
  }

  async function rateBad(button) {
    const isTaken = isChosen(button);
    if (!await rate(button, isTaken ? "" : "bad")) return;
    choose(button, isTaken ? null : button);
    closeReason(button);
    if (!isTaken) askReason(button);
  }

  function isChosen(button) {
    return button.classList.contains("wy-chosen");
  }

  function choose(button, chosen) {
    for (const each of button.parentElement.querySelectorAll(".wy-icon")) {
      each.classList.toggle("wy-chosen", each === chosen);
      each.setAttribute("aria-pressed", String(each === chosen));
    }
  }

  async function rate(button, rating, reason = "") {
    return tell(button, "rating", { rating, reason });
  }

  function closeReason(button) {
    button.closest(".wy-actions").querySelector(".wy-reason")?.remove();
  }

  function askReason(button) {
    const form = document.createElement("form");
    form.className = "wy-reason";
    const field = document.createElement("input");
    field.maxLength = LONGEST_REASON;
    field.placeholder = words.why;
    field.setAttribute("aria-label", words.why);
    const send = document.createElement("button");
    send.textContent = words.send;
    form.append(field, send);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (!await rate(button, "bad", field.value)) return;
      form.remove();
      say(button, words.thanks);
    });
    button.closest(".wy-actions").append(form);
    field.focus();
  }

  async function submit(button) {
    if (isChosen(button) || !await tell(button, "submission")) return;
    button.disabled = true;
    button.classList.add("wy-chosen");
    button.textContent = words.submitted;
  }

  /** Posts to the answer that a button belongs to; says below it when that failed. */
  async function tell(button, what, body) {
    const id = /wy-answer-id-(\w+)/.exec(button.closest(".wy-actions").className)[1];
    const options = { method: "POST" };
    if (body) {
      options.headers = { "Content-Type": "application/json" };
      options.body = JSON.stringify(body);
    }
    try {
      const response = await fetch(`../api/answers/${id}/${what}`, options);
      if (response.ok) return true;
    } catch {
      // the server cannot be reached
    }
    say(button, words.failed);
    return false;
  }

  function say(button, text) {
    const row = button.closest(".wy-actions");
    row.querySelector(".wy-said")?.remove();
    const said = document.createElement("span");
    said.className = "wy-said";
    said.setAttribute("role", "status");
    said.textContent = text;
    row.append(said);
    setTimeout(() => said.remove(), 4000);
  }

  /** The answer and its numbered sources as lines of text. */
  function plainText(message) {
    const lines = texts(message, ".wy-answer p:not(.wy-short)");
    const sources = [...message.querySelectorAll(".wy-sources .wy-card")].flatMap((card) => [
      texts(card, ".wy-title, .wy-place").join(" · "),
      ...[...card.querySelectorAll(".wy-passage")].map((passage) =>
        [...texts(passage, ".wy-cite, .wy-section"),
          ...texts(passage, "mark").map((quote) => `“${quote}”`)].join(" ")),
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
