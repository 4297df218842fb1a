/*
 * Puts the question bubble of a Wenyuan server into a page:
 *
 *   <script src="http://SERVER/widget.js" data-title="…" data-greeting="…" data-color="#1f5fa8"
 *           data-position="right|left" data-language="zh-CN|zh-TW|en" defer></script>
 *
 * Nothing but a button is added until it is pressed; then the chat page is opened in an iframe.
 * Button and panel live in a closed shadow root, so that page and bubble cannot disturb each other.
 * Styles are constructed sheets and properties set by script, and no HTML is written as text: both
 * work under a page's strict Content-Security-Policy. frame.src is the only address that is loaded.
 */
(() => {
  "use strict";

  const TEXTS = {
    "zh-CN": {
      title: "文渊问答",
      close: "关闭",
      newWindow: "在新窗口打开",
      waiting: "正在打开……",
      failed: "此页面未被允许嵌入问答窗口，或服务暂不可用。",
      retry: "重试",
    },
    "zh-TW": {
      title: "文淵問答",
      close: "關閉",
      newWindow: "在新視窗開啟",
      waiting: "正在開啟……",
      failed: "此頁面未被允許嵌入問答視窗，或服務暫不可用。",
      retry: "重試",
    },
    en: {
      title: "Wenyuan",
      close: "Close",
      newWindow: "Open in a new window",
      waiting: "Opening…",
      failed: "This page is not allowed to embed the chat, or the service is not available.",
      retry: "Try again",
    },
  };
  const SANDBOX =
    "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox " +
    "allow-downloads";
  const MAX_TITLE = 60;
  const MAX_GREETING = 500;
  // A page that may be framed says "ready" before its load event; this is for a busy machine.
  const GRACE_MS = 3000;
  const LIMIT_MS = 20000;
  const BUBBLE_STEP_PX = 72;
  const ICONS = {
    chat: ["M5 4.5h14a2 2 0 0 1 2 2v8.5a2 2 0 0 1-2 2h-7l-5 4v-4H5a2 2 0 0 1-2-2V6.5a2 2 0 0 1 2-2z",
      "M7.5 9h9M7.5 12.7h5.5"],
    down: ["M6 9.5l6 6 6-6"],
    close: ["M6.5 6.5l11 11M17.5 6.5l-11 11"],
    window: ["M14 4.5h5.5V10M19.5 4.5L11 13",
      "M17.5 14v4a1.5 1.5 0 0 1-1.5 1.5H6A1.5 1.5 0 0 1 4.5 18V8A1.5 1.5 0 0 1 6 6.5h4"],
  };

  // `!important` inside a shadow root wins over everything the page's own style sheets say.
  const STYLE = `
:host { all: initial !important; display: block !important; position: fixed !important;
  right: 0 !important; bottom: 0 !important; width: 0 !important; height: 0 !important;
  z-index: 2147483647 !important; direction: ltr !important; color-scheme: light dark !important; }
@media print { :host { display: none !important; } }
.wy-shell { --wy-accent: #1f5fa8; --wy-on-accent: #ffffff; --wy-surface: #ffffff;
  --wy-text: #1c2530; --wy-soft: #566273; --wy-line: #cfd8e3; --wy-edge: 20px; --wy-offset: 0px;
  --wy-shade: rgb(16 32 54 / 24%); color: var(--wy-text); font: 15px/1.6 system-ui,
  "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "Source Han Sans SC", sans-serif; }
@media (prefers-color-scheme: dark) { .wy-shell { --wy-accent: #7db4f0; --wy-on-accent: #0d1b2b;
  --wy-surface: #1b2027; --wy-text: #e6ebf1; --wy-soft: #a9b4c2; --wy-line: #3a4450;
  --wy-shade: rgb(0 0 0 / 60%); } }
* { box-sizing: border-box; }
button, a { font: inherit; cursor: pointer; -webkit-tap-highlight-color: transparent; }
svg { display: block; width: 24px; height: 24px; fill: none; stroke: currentColor;
  stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; pointer-events: none; }
.wy-bubble, .wy-panel { position: fixed; bottom: var(--wy-edge);
  right: calc(var(--wy-edge) + var(--wy-offset)); }
.wy-left .wy-bubble, .wy-left .wy-panel { right: auto;
  left: calc(var(--wy-edge) + var(--wy-offset)); }
.wy-bubble { display: grid; place-items: center; width: 56px; height: 56px; padding: 0;
  border: 1px solid rgb(255 255 255 / 35%); border-radius: 50%; background: var(--wy-accent);
  color: var(--wy-on-accent); box-shadow: 0 4px 14px var(--wy-shade);
  transition: transform 120ms ease-out, box-shadow 120ms ease-out; }
.wy-bubble:hover { transform: translateY(-2px); box-shadow: 0 7px 18px var(--wy-shade); }
.wy-bubble svg { width: 28px; height: 28px; }
.wy-open .wy-icon-chat, .wy-shell:not(.wy-open) .wy-icon-down { display: none; }
:focus-visible { outline: 3px solid var(--wy-accent); outline-offset: 2px; }
.wy-bubble:focus-visible { outline: 2px solid #ffffff; outline-offset: 1px;
  box-shadow: 0 0 0 6px #10233a; }
.wy-panel { display: flex; flex-direction: column; overflow: hidden; outline: none;
  bottom: calc(var(--wy-edge) + 68px); width: min(420px, calc(100vw - 2 * var(--wy-edge)));
  height: min(640px, calc(100vh - 2 * var(--wy-edge) - 68px)); border: 1px solid var(--wy-line);
  border-radius: 8px; background: var(--wy-surface); box-shadow: 0 12px 40px var(--wy-shade); }
.wy-panel { max-width: calc(100vw - 2 * var(--wy-edge) - var(--wy-offset)); }
.wy-shell:not(.wy-open) .wy-panel { visibility: hidden; pointer-events: none; }
.wy-open .wy-panel { animation: wy-rise 160ms ease-out; }
@keyframes wy-rise { from { opacity: 0; transform: translateY(12px); } }
.wy-header { display: flex; flex: none; align-items: center; gap: 4px; min-height: 48px;
  padding: 4px 6px 4px 16px; background: var(--wy-accent); color: var(--wy-on-accent); }
.wy-title { flex: 1; min-width: 0; overflow: hidden; font-weight: 600; white-space: nowrap;
  text-overflow: ellipsis; }
.wy-tool { display: grid; flex: none; place-items: center; width: 40px; height: 40px; padding: 0;
  border: 0; border-radius: 8px; background: none; color: inherit; }
.wy-tool svg { width: 21px; height: 21px; }
.wy-tool:hover { background: rgb(128 128 128 / 28%); }
.wy-tool:focus-visible { outline-color: currentColor; outline-offset: -4px; }
.wy-body { position: relative; flex: 1; min-height: 0; }
iframe { position: absolute; inset: 0; width: 100%; height: 100%; border: 0;
  visibility: hidden; }
.wy-open .wy-ready iframe { visibility: visible; }
.wy-waiting, .wy-note { position: absolute; inset: 0; display: none; flex-direction: column;
  align-items: center; justify-content: center; gap: 16px; padding: 32px; text-align: center; }
.wy-loading .wy-waiting, .wy-failed .wy-note { display: flex; }
.wy-waiting { color: var(--wy-soft); }
.wy-waiting::before { content: ""; width: 28px; height: 28px; border: 3px solid var(--wy-line);
  border-top-color: var(--wy-accent); border-radius: 50%; animation: wy-turn 900ms linear infinite; }
@keyframes wy-turn { to { transform: rotate(1turn); } }
.wy-note p { margin: 0; max-width: 19em; text-wrap: balance; }
.wy-actions { display: flex; flex-wrap: wrap; justify-content: center; gap: 10px; }
.wy-action { padding: 7px 16px; border: 1px solid var(--wy-line); border-radius: 8px;
  background: none; color: inherit; text-decoration: none; }
.wy-action:hover { border-color: currentColor; }
.wy-main { border-color: transparent; background: var(--wy-accent); color: var(--wy-on-accent); }
@media (max-width: 599.98px), (max-height: 479.98px) {
  .wy-left .wy-panel, .wy-panel { inset: 0; width: auto; max-width: none; height: auto;
    border: 0; border-radius: 0; padding: env(safe-area-inset-top) env(safe-area-inset-right)
    env(safe-area-inset-bottom) env(safe-area-inset-left); }
  .wy-shell { --wy-edge: 16px; }
  .wy-open .wy-bubble { visibility: hidden; } }
@media (forced-colors: active) { .wy-bubble, .wy-tool, .wy-action { border: 1px solid ButtonText; } }
@media (prefers-reduced-motion: reduce) { .wy-bubble, .wy-panel, .wy-waiting::before {
  animation: none !important; transition: none; } .wy-bubble:hover { transform: none; } }
`;

  /* ---- the tag and its attributes ---- */

  // Shared by all scripts of this name on the page: server address → {position, attach, close}.
  const REGISTRY = Symbol.for("wenyuan.widgets");
  const widgets = (window[REGISTRY] = window[REGISTRY] || new Map());

  function warn(message) {
    console.warn(`Wenyuan widget: ${message}`);
  }

  /** The address of the server with its sub-path and a slash at the end, or null. */
  function baseOf(script) {
    if (!script || !/^https?:/.test(script.src)) return null;
    return new URL(".", script.src).href;
  }

  /** A module or a script put in by another script has no currentScript: look for the tag. */
  function findScript() {
    if (document.currentScript) return document.currentScript;
    const tags = [...document.querySelectorAll("script[src]")].filter(
      (tag) => /^https?:/.test(tag.src) && new URL(tag.src).pathname.endsWith("/widget.js"),
    );
    return tags.find((tag) => !widgets.has(baseOf(tag))) || tags[0] || null;
  }

  function refuse(name, value, expected, used) {
    const shown = JSON.stringify(value.slice(0, 80));
    warn(`data-${name}=${shown} is not usable. Expected ${expected}. Using ${used}.`);
  }

  function readText(script, name, limit) {
    const value = (script.getAttribute(`data-${name}`) || "").trim();
    const characters = [...value];
    if (characters.length <= limit) return value;
    refuse(name, value, `at most ${limit} characters, got ${characters.length}`, "its beginning");
    return `${characters.slice(0, limit - 1).join("")}…`;
  }

  function spoken(tag) {
    const [primary, ...others] = tag.trim().toLowerCase().split("-");
    const isTraditional = others.some((each) => ["hant", "tw", "hk", "mo"].includes(each));
    const chinese = isTraditional && !others.includes("hans") ? "zh-TW" : "zh-CN";
    return { zh: chinese, en: "en" }[primary] || null;
  }

  function readLanguage(script) {
    const stated = script.getAttribute("data-language");
    const liked = navigator.languages.map(spoken).find(Boolean) || "zh-CN";
    if (!stated) return liked;
    if (!spoken(stated)) refuse("language", stated, "zh-CN, zh-TW or en", liked);
    return spoken(stated) || liked;
  }

  function readPosition(script) {
    const stated = (script.getAttribute("data-position") || "right").trim().toLowerCase();
    if (stated === "right" || stated === "left") return stated;
    refuse("position", stated, "right or left", "right");
    return "right";
  }

  /** The colour as #rrggbb, so that nothing of what was written reaches a style; "" for none. */
  function readColor(script) {
    const stated = (script.getAttribute("data-color") || "").trim();
    if (!stated) return "";
    const color = CSS.supports("color", stated) ? normalizedColor(stated) : null;
    if (!color) refuse("color", stated, "an opaque colour such as #1f5fa8", "the product's colour");
    return color || "";
  }

  /** A canvas ignores what is no plain colour (var(), inherit) and tells the others as #rrggbb. */
  function normalizedColor(stated) {
    const pen = document.createElement("canvas").getContext("2d");
    const results = ["#000000", "#ffffff"].map((before) => {
      pen.fillStyle = before;
      pen.fillStyle = stated;
      return pen.fillStyle;
    });
    return results[0] === results[1] && /^#[0-9a-f]{6}$/.test(results[0]) ? results[0] : null;
  }

  /** White or black, whichever has more contrast: never below 4.5 (WCAG 2, relative luminance). */
  function textColorOn(color) {
    const [red, green, blue] = [1, 3, 5].map((at) => {
      const part = parseInt(color.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000000" : "#ffffff";
  }

  function readOptions(script) {
    const language = readLanguage(script);
    return {
      language,
      title: readText(script, "title", MAX_TITLE) || TEXTS[language].title,
      greeting: readText(script, "greeting", MAX_GREETING),
      color: readColor(script),
      position: readPosition(script),
    };
  }

  /* ---- elements ---- */

  function make(tag, className, attributes = {}, ...children) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  function icon(name) {
    const space = "http://www.w3.org/2000/svg";
    const picture = document.createElementNS(space, "svg");
    picture.setAttribute("viewBox", "0 0 24 24");
    picture.setAttribute("aria-hidden", "true");
    picture.classList.add(`wy-icon-${name}`);
    for (const line of ICONS[name]) {
      const path = document.createElementNS(space, "path");
      path.setAttribute("d", line);
      picture.append(path);
    }
    return picture;
  }

  function dress(root) {
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      root.adoptedStyleSheets = [sheet];
    } catch (error) {
      // Browsers of before 2023 have no constructed sheets in shadow roots.
      if (!(error instanceof TypeError)) throw error;
      root.append(make("style", "", {}, STYLE));
    }
  }

  function newWindowLink(className, address, label, content) {
    const link = { href: address, target: "_blank", rel: "noopener", title: label };
    return make("a", className, { ...link, "aria-label": label }, content);
  }

  /* ---- the bubble with its panel ---- */

  class Widget {
    constructor(base, options) {
      this.options = options;
      this.texts = TEXTS[options.language];
      this.origin = new URL(base).origin;
      this.page = new URL(`chat/?lang=${options.language}`, base).href;
      this.position = options.position;
      this.frame = null;
      this.isReady = false;
      this.build();
      window.addEventListener("message", (event) => this.receive(event));
    }

    build() {
      this.host = document.createElement("wenyuan-widget");
      this.root = this.host.attachShadow({ mode: "closed" });
      this.bubble = this.buildBubble();
      this.panel = this.buildPanel();
      this.shell = make("div", `wy-shell wy-${this.position}`, { lang: this.options.language });
      this.shell.append(this.bubble, this.panel);
      this.paint();
      this.shell.addEventListener("keydown", (event) => this.onKey(event));
      dress(this.root);
      this.root.append(this.shell);
    }

    buildBubble() {
      const bubble = make("button", "wy-bubble", {
        type: "button",
        title: this.options.title,
        "aria-label": this.options.title,
        "aria-haspopup": "dialog",
        "aria-expanded": "false",
      });
      bubble.append(icon("chat"), icon("down"));
      bubble.addEventListener("click", () => (this.isOpen() ? this.leave() : this.open()));
      return bubble;
    }

    buildPanel() {
      this.body = make("div", "wy-body");
      this.body.append(make("div", "wy-waiting", { role: "status" }, this.texts.waiting));
      this.body.append(this.buildNote());
      const labels = { role: "dialog", "aria-label": this.options.title, tabindex: "-1" };
      return make("div", "wy-panel", labels, this.buildHeader(), this.body);
    }

    buildHeader() {
      const { newWindow, close } = this.texts;
      const button = { type: "button", title: close, "aria-label": close };
      const closer = make("button", "wy-tool wy-close", button, icon("close"));
      closer.addEventListener("click", () => this.leave());
      const title = make("span", "wy-title", { title: this.options.title }, this.options.title);
      const link = newWindowLink("wy-tool wy-new-window", this.page, newWindow, icon("window"));
      return make("div", "wy-header", {}, title, link, closer);
    }

    buildNote() {
      const { failed, newWindow, retry } = this.texts;
      const again = make("button", "wy-action wy-retry", { type: "button" }, retry);
      again.addEventListener("click", () => this.load());
      const link = newWindowLink("wy-action wy-main", this.page, newWindow, newWindow);
      const actions = make("div", "wy-actions", {}, link, again);
      return make("div", "wy-note", { role: "alert" }, make("p", "", {}, failed), actions);
    }

    paint() {
      const { color, position } = this.options;
      const before = [...widgets.values()].filter((other) => other.position === position).length;
      this.shell.style.setProperty("--wy-offset", `${before * BUBBLE_STEP_PX}px`);
      if (!color) return;
      this.shell.style.setProperty("--wy-accent", color);
      this.shell.style.setProperty("--wy-on-accent", textColorOn(color));
    }

    attach() {
      if (document.body instanceof HTMLFrameSetElement) {
        warn("a frameset shows no bubble. Put the tag into the page of one of its frames.");
      } else if (!this.host.isConnected) {
        document.body.append(this.host);
      }
    }

    isOpen() {
      return this.shell.classList.contains("wy-open");
    }

    open() {
      for (const other of widgets.values()) if (other !== this) other.close();
      this.shell.classList.add("wy-open");
      this.bubble.setAttribute("aria-expanded", "true");
      this.panel.focus();
      if (this.isReady) this.enter();
      else if (!this.body.classList.contains("wy-loading")) this.load();
    }

    /** Out of sight; the chat page stays as it is, with its conversation. */
    close() {
      this.shell.classList.remove("wy-open");
      this.bubble.setAttribute("aria-expanded", "false");
    }

    leave() {
      this.close();
      this.bubble.focus();
    }

    onKey(event) {
      if (event.key !== "Escape" || event.isComposing || !this.isOpen()) return;
      event.stopPropagation();
      this.leave();
    }

    /* ---- the chat page in its frame ---- */

    load() {
      if (this.frame) this.frame.remove();
      const address = new URL(this.page);
      address.searchParams.set("widget", "1");
      const frame = make("iframe", "", {
        title: this.options.title,
        sandbox: SANDBOX,
        allow: "clipboard-write",
        referrerpolicy: "strict-origin",
        src: address.href,
      });
      frame.addEventListener("load", () => this.expectReady(GRACE_MS));
      this.frame = frame;
      this.isReady = false;
      this.show("wy-loading");
      this.expectReady(LIMIT_MS);
      this.body.prepend(frame);
      this.panel.focus();
    }

    expectReady(milliseconds) {
      if (!this.body.classList.contains("wy-loading")) return;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.fail(), milliseconds);
    }

    /** The frame stays: if the page answers late after all, it is shown. */
    fail() {
      this.show("wy-failed");
      warn(
        `the chat page ${this.page} did not answer in a page of ${window.origin}. Expected: the ` +
          "server runs, and its setting WENYUAN_ALLOWED_ORIGINS names that origin.",
      );
    }

    show(state) {
      this.body.classList.remove("wy-loading", "wy-ready", "wy-failed");
      this.body.classList.add(state);
    }

    receive(event) {
      const isOurs = this.frame && event.source === this.frame.contentWindow;
      if (!isOurs || event.origin !== this.origin || !event.data) return;
      if (event.data.wenyuan === "ready") this.welcome();
      if (event.data.wenyuan === "close" && this.isOpen()) this.leave();
    }

    welcome() {
      clearTimeout(this.timer);
      this.isReady = true;
      this.show("wy-ready");
      const { title, greeting, color, language } = this.options;
      this.tell({ wenyuan: "hello", title, greeting, color, language });
      if (this.isOpen()) this.enter();
    }

    /** Hands the keyboard to the page, unless the reader has gone elsewhere meanwhile. */
    enter() {
      if (this.root.activeElement === this.panel) this.frame.focus();
      if (this.root.activeElement === this.frame) this.tell({ wenyuan: "opened" });
    }

    tell(message) {
      this.frame.contentWindow.postMessage(message, this.origin);
    }
  }

  /* ---- start ---- */

  function whenBodyIsThere(action) {
    if (document.readyState !== "loading") action();
    else document.addEventListener("DOMContentLoaded", action, { once: true });
  }

  function start() {
    const script = findScript();
    const base = baseOf(script);
    if (!base) {
      const got = script ? JSON.stringify(script.src.slice(0, 80)) : "no such tag";
      warn(`no server address: got ${got}. Expected <script src="http://SERVER/widget.js">.`);
      return;
    }
    if (!widgets.has(base)) widgets.set(base, new Widget(base, readOptions(script)));
    // A page that swaps its body and runs its scripts again gets the same bubble back.
    const widget = widgets.get(base);
    whenBodyIsThere(() => widget.attach());
  }

  start();
})();
