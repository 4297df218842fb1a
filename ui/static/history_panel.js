"use strict";
// Earlier conversations: a drawer with a search, from which one is opened, renamed, written to a
// file, printed or deleted. The address names the conversation on the page, so that it survives
// loading anew.
(() => {
  const WORDS = {
    "zh-CN": { title: "历史对话", close: "关闭", search: "搜索问过的问题", none: "还没有对话。",
      noneFound: "没有找到。", open: "打开", more: "更多操作", rename: "改名", name: "对话的名称",
      save: "保存", cancel: "取消", word: "导出 Word", markdown: "导出 Markdown", print: "打印",
      remove: "删除", sure: "删除后不能恢复。", failed: "读不到历史对话，请稍后再试。",
      turns: (count) => `${count} 问` },
    "zh-TW": { title: "歷史對話", close: "關閉", search: "搜尋問過的問題", none: "還沒有對話。",
      noneFound: "沒有找到。", open: "開啟", more: "更多操作", rename: "改名", name: "對話的名稱",
      save: "儲存", cancel: "取消", word: "匯出 Word", markdown: "匯出 Markdown", print: "列印",
      remove: "刪除", sure: "刪除後不能復原。", failed: "讀不到歷史對話，請稍後再試。",
      turns: (count) => `${count} 問` },
    en: { title: "Conversations", close: "Close", search: "Search what was asked",
      none: "No conversations yet.", noneFound: "Nothing found.", open: "Open", more: "More",
      rename: "Rename", name: "Name of the conversation", save: "Save", cancel: "Cancel",
      word: "Export to Word", markdown: "Export to Markdown", print: "Print", remove: "Delete",
      sure: "It cannot be brought back.", failed: "Cannot be read now; try again later.",
      turns: (count) => (count === 1 ? "1 question" : `${count} questions`) },
  };
  const TYPING_MS = 250;
  const language = document.documentElement.lang;
  const words = WORDS[language] || WORDS["zh-CN"];

  let drawer = null;
  let opener = null;
  let asked = 0; // answers to older searches are dropped
  let typing = null;
  let left = null; // the conversation that was ended, and is about to vanish from the page

  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest(".wy-open-history");
    if (button) open(button);
    if (event.target.closest && event.target.closest("#wy-new")) leave();
  });
  document.addEventListener("keydown", onKey, true);
  window.addEventListener("DOMContentLoaded", () => new MutationObserver(tend).observe(
    document.body, { childList: true, subtree: true }));

  /** The id of the conversation on the page; null before its first kept answer. */
  function shownConversation() {
    const rows = document.querySelectorAll("#wy-chat .wy-actions[class*=wy-conversation-id-]");
    const last = rows[rows.length - 1];
    return last ? /wy-conversation-id-(\w+)/.exec(last.className)[1] : null;
  }

  function tend() {
    const id = shownConversation();
    if (id && id !== left) nameConversation(id);
  }

  function leave() {
    left = shownConversation();
    nameConversation(null);
  }

  function nameConversation(id) {
    if (new URLSearchParams(location.search).get("c") === id) return;
    const address = new URL(location.href);
    if (id) address.searchParams.set("c", id);
    else address.searchParams.delete("c");
    history.replaceState(history.state, "", address);
  }

  function open(button) {
    if (drawer) return;
    opener = button;
    drawer = createDrawer();
    document.body.append(drawer);
    drawer.querySelector("input").focus();
    list("");
  }

  function close() {
    drawer.remove();
    drawer = null;
    if (opener && opener.isConnected) opener.focus({ preventScroll: true });
  }

  function onKey(event) {
    if (!drawer) return;
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      const menu = drawer.querySelector("details[open]");
      if (!menu) return close();
      menu.open = false;
      menu.querySelector("summary").focus();
    } else if (event.key === "Tab") {
      keepInside(event);
    }
  }

  // As in any dialog: the page behind it waits.
  function keepInside(event) {
    const stops = [...drawer.querySelectorAll("button, input, a, summary")].filter(
      (each) => each.checkVisibility({ contentVisibilityAuto: true }));
    const [first, last] = [stops[0], stops[stops.length - 1]];
    if (event.shiftKey ? document.activeElement !== first : document.activeElement !== last) return;
    event.preventDefault();
    (event.shiftKey ? last : first).focus();
  }

  async function list(search) {
    asked += 1;
    const mine = asked;
    const found = await call(`conversations?q=${encodeURIComponent(search)}`);
    if (mine !== asked || !drawer) return;
    const items = drawer.querySelector(".wy-conversations");
    if (!found) return items.replaceChildren(paragraph(words.failed));
    const { conversations } = await found.json();
    if (mine !== asked || !drawer) return;
    items.replaceChildren(...conversations.map(createItem));
    if (!conversations.length) items.append(paragraph(search ? words.noneFound : words.none));
  }

  /** A request to the API; null when it failed. */
  async function call(path, options) {
    try {
      const response = await fetch(`../api/${path}`, options);
      return response.ok ? response : null;
    } catch {
      return null;
    }
  }

  function createDrawer() {
    const made = element("div", { id: "wy-history", role: "dialog", "aria-modal": "true",
      "aria-label": words.title });
    const shade = element("div", { class: "wy-history-shade" });
    shade.addEventListener("click", close);
    const shut = element("button", { class: "wy-panel-close", type: "button",
      "aria-label": words.close, title: words.close }, "×");
    shut.addEventListener("click", close);
    const head = element("div", { class: "wy-panel-head" });
    head.append(element("strong", { class: "wy-panel-title" }, words.title), shut);
    const search = element("input", { type: "search", placeholder: words.search,
      "aria-label": words.search, maxlength: "200" });
    search.addEventListener("input", () => {
      clearTimeout(typing);
      typing = setTimeout(() => list(search.value), TYPING_MS);
    });
    const sheet = element("div", { class: "wy-history-sheet" });
    sheet.append(head, search, element("ul", { class: "wy-conversations" }));
    made.append(shade, sheet);
    return made;
  }

  function createItem(conversation) {
    const item = element("li", { class: "wy-conversation" });
    const isShown = conversation.conversation_id === shownConversation();
    const link = element("a", { href: `?${parametersOf(conversation)}`,
      ...(isShown ? { "aria-current": "true" } : {}) });
    link.append(element("span", { class: "wy-conversation-title" }, conversation.title),
      element("span", { class: "wy-conversation-facts" },
        `${dateOf(conversation)} · ${words.turns(conversation.turns)}`));
    link.addEventListener("click", (event) => {
      event.preventDefault();
      event.stopPropagation(); // Gradio opens links in a new window
      location.search = link.search;
    }, true);
    item.append(link, createMenu(item, conversation));
    return item;
  }

  function parametersOf(conversation) {
    const parameters = new URLSearchParams(location.search);
    parameters.set("c", conversation.conversation_id);
    return parameters;
  }

  function dateOf(conversation) {
    return new Date(conversation.changed).toLocaleString(language,
      { year: "numeric", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });
  }

  function createMenu(item, conversation) {
    const menu = element("details", { class: "wy-menu" });
    menu.append(element("summary", { "aria-label": `${words.more}: ${conversation.title}`,
      title: words.more }, "⋯"));
    const address = `../conversations/${conversation.conversation_id}`;
    const choices = element("div", { class: "wy-menu-choices" });
    choices.append(
      choice(words.rename, () => askName(item, conversation)),
      download(menu, words.word, `${address}.docx?lang=${language}`),
      download(menu, words.markdown, `${address}.md?lang=${language}`),
      choice(words.print, () => window.open(`${address}?lang=${language}`, "_blank", "noopener")),
      choice(words.remove, () => askWhetherToDelete(item, conversation)),
    );
    menu.append(choices);
    menu.addEventListener("toggle", () => {
      if (!menu.open) return;
      for (const other of drawer.querySelectorAll("details[open]")) {
        if (other !== menu) other.open = false;
      }
      choices.scrollIntoView({ block: "nearest" });
    });
    choices.addEventListener("click", () => { menu.open = false; });
    return menu;
  }

  function choice(label, act) {
    const button = element("button", { type: "button" }, label);
    button.addEventListener("click", act);
    return button;
  }

  function download(menu, label, address) {
    const link = element("a", { href: address, download: "" }, label);
    link.addEventListener("click", (event) => {
      event.stopPropagation(); // Gradio opens links in a new window
      menu.open = false;
    });
    return link;
  }

  function askName(item, conversation) {
    const form = element("form", { class: "wy-history-form" });
    const field = element("input", { maxlength: "100", required: "", "aria-label": words.name });
    field.value = conversation.title.slice(0, 100);
    form.append(field, element("button", { type: "submit" }, words.save),
      cancelling(item, conversation));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const isDone = await call(`conversations/${conversation.conversation_id}`, {
        method: "PATCH", headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ name: field.value }) });
      if (isDone) restore(item, { ...conversation, title: field.value.trim() });
      else form.append(paragraph(words.failed));
    });
    item.replaceChildren(form);
    field.select();
  }

  function askWhetherToDelete(item, conversation) {
    const form = element("div", { class: "wy-history-form" });
    const sure = choice(words.remove, async () => {
      const id = conversation.conversation_id;
      if (!await call(`conversations/${id}`, { method: "DELETE" })) {
        form.append(paragraph(words.failed));
        return;
      }
      item.remove();
      if (id === shownConversation()) document.querySelector("#wy-new")?.click();
      drawer.querySelector("input").focus();
    });
    sure.className = "wy-danger";
    form.append(paragraph(`${conversation.title} — ${words.sure}`), sure,
      cancelling(item, conversation));
    item.replaceChildren(form);
    sure.focus();
  }

  function cancelling(item, conversation) {
    return choice(words.cancel, () => restore(item, conversation));
  }

  function restore(item, conversation) {
    const again = createItem(conversation);
    item.replaceWith(again);
    again.querySelector("a").focus();
  }

  function paragraph(text) {
    return element("p", { class: "wy-history-note" }, text);
  }

  function element(name, attributes, text = "") {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text) made.textContent = text;
    return made;
  }
})();
