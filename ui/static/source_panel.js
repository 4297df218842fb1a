"use strict";
// Opens a cited source beside the chat, on a narrow page as a sheet over it.
(() => {
  const WORDS = {
    "zh-CN": { title: "原文", close: "关闭", previous: "上一处引文", next: "下一处引文" },
    "zh-TW": { title: "原文", close: "關閉", previous: "上一處引文", next: "下一處引文" },
    en: { title: "Source", close: "Close", previous: "Previous citation", next: "Next citation" },
  };
  const LINKS = '.wy-answer a[href*="source/"], .wy-card a[href*="source/"]';

  let panel = null;
  let opener = null;

  document.addEventListener("click", onClick, true);
  document.addEventListener("click", (event) => {
    if (panel && event.target.closest("#wy-new")) leave();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !panel) return;
    event.preventDefault();
    event.stopPropagation();
    leave();
  }, true);
  window.addEventListener("message", onMessage);
  window.addEventListener("popstate", () => {
    if (panel) close();
  });

  // Before Gradio: it opens every link in a new window.
  function onClick(event) {
    const link = wantedLink(event.target);
    const isPlain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey);
    if (!link || !isPlain) return;
    event.preventDefault();
    event.stopPropagation();
    open(link);
  }

  /** A citation's link, or the one of the passage or card that was clicked anywhere. */
  function wantedLink(target) {
    const link = target.closest("a");
    if (link) return link.matches(LINKS) ? link : null;
    if (target.closest("button") || String(window.getSelection())) return null;
    const area = target.closest(".wy-passage, .wy-card");
    return area ? area.querySelector('a[href*="source/"]') : null;
  }

  function open(link) {
    const address = new URL(link.href);
    address.searchParams.set("lang", document.documentElement.lang);
    opener = link;
    if (!panel) {
      panel = createPanel();
      history.pushState({ wenyuanSource: true }, ""); // so that "back" closes it, as on phones
    }
    panel.querySelector(".wy-panel-title").textContent = titleOf(link);
    address.searchParams.set("panel", "1");
    address.searchParams.set("theme", document.body.classList.contains("dark") ? "dark" : "light");
    showFrame(address.href);
    markOpened(link);
    showPlace(link);
    document.body.classList.add("wy-reading");
    if (!panel.contains(document.activeElement)) {
      panel.querySelector(".wy-panel-close").focus({ preventScroll: true });
    }
  }

  /** The citations of the answer that a link belongs to, by number; one link for each. */
  function citationsBeside(link) {
    const message = link.closest('[data-testid="bot"]');
    const all = message ? [...message.querySelectorAll(".wy-answer .wy-cite")] : [];
    const byAddress = new Map(all.map((each) => [each.href, each]));
    return [...byAddress.values()].sort((one, other) => numberOf(one) - numberOf(other));
  }

  function numberOf(link) {
    return Number(link.textContent.replace(/\D/g, ""));
  }

  // "2 / 5" between the ways to the citation before and after; nothing where there is just one.
  function showPlace(link) {
    const citations = citationsBeside(link);
    const place = citations.findIndex((each) => each.href === link.href);
    const steps = panel.querySelector(".wy-panel-steps");
    steps.hidden = citations.length < 2 || place < 0;
    if (steps.hidden) return;
    steps.querySelector("span").textContent = `${place + 1} / ${citations.length}`;
    const [previous, next] = steps.querySelectorAll("button");
    wire(previous, citations[place - 1]);
    wire(next, citations[place + 1]);
  }

  function wire(button, link) {
    button.disabled = !link;
    button.onclick = () => open(link);
  }

  /** The title on the card of the document that a link leads to. */
  function titleOf(link) {
    const message = link.closest('[data-testid="bot"]');
    const titles = message ? [...message.querySelectorAll(".wy-title a")] : [];
    const { pathname } = new URL(link.href);
    const found = titles.find((each) => new URL(each.href).pathname === pathname);
    return found ? found.textContent : words().title;
  }

  // A new frame each time: loading in an old one would fill the browser's history.
  function showFrame(address) {
    const frame = document.createElement("iframe");
    frame.title = words().title;
    frame.src = address;
    panel.querySelector(".wy-panel-body").replaceChildren(frame);
  }

  function markOpened(link) {
    for (const each of document.querySelectorAll(".wy-opened")) each.classList.remove("wy-opened");
    if (link) link.closest(".wy-passage, .wy-card, .wy-cite").classList.add("wy-opened");
  }

  /** Closes the panel by going back to before it was opened. */
  function leave() {
    if (history.state && history.state.wenyuanSource) history.back();
    else close();
  }

  function close() {
    document.body.classList.remove("wy-reading");
    panel.remove();
    panel = null;
    markOpened(null);
    if (opener && opener.isConnected) opener.focus({ preventScroll: true });
  }

  function onMessage(event) {
    const isOurs = event.origin === location.origin && panel
      && event.source === panel.querySelector("iframe").contentWindow;
    if (isOurs && event.data && event.data.wenyuan === "close-panel") leave();
  }

  function createPanel() {
    const aside = element("aside", { id: "wy-panel", "aria-label": words().title });
    const head = element("div", { class: "wy-panel-head" });
    const title = element("strong", { class: "wy-panel-title" });
    const shut = element("button", { class: "wy-panel-close", type: "button",
      "aria-label": words().close, title: words().close });
    shut.textContent = "×";
    shut.addEventListener("click", leave);
    const shade = element("div", { class: "wy-shade" });
    shade.addEventListener("click", leave);
    head.append(title, createSteps(), shut);
    aside.append(shade, head, element("div", { class: "wy-panel-body" }));
    document.body.append(aside);
    return aside;
  }

  function createSteps() {
    const steps = element("div", { class: "wy-panel-steps" });
    const [previous, next] = [["previous", "‹"], ["next", "›"]].map(([name, sign]) => {
      const button = element("button", { type: "button", "aria-label": words()[name],
        title: words()[name] });
      button.textContent = sign;
      return button;
    });
    steps.append(previous, element("span", { "aria-live": "polite" }), next);
    return steps;
  }

  function element(name, attributes) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  function words() {
    return WORDS[document.documentElement.lang] || WORDS["zh-CN"];
  }
})();
