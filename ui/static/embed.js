/*
 * The chat page's side of the widget: answers its handshake and takes over greeting and colour.
 *
 *   page → widget   {wenyuan: "ready"}    the page arrived (a blocked one never says so)
 *   widget → page   {wenyuan: "hello", title, greeting, color, language}
 *   widget → page   {wenyuan: "opened"}   the panel is in sight: put the cursor into the question
 *   page → widget   {wenyuan: "close"}    Escape, unless something in the page took it
 *
 * Which sites may frame the page is decided by the server (frame-ancestors). Whatever they send is
 * text here and nothing else. Not framed, this script does next to nothing.
 */
(() => {
  "use strict";

  const GREETING = "wy-greeting";
  const QUESTION = "#wy-question textarea";
  const MAX_TITLE = 60;
  const MAX_GREETING = 500;
  // What the accent colour must be legible on: the lightest and the darkest ground of the page.
  const LIGHT_GROUND = "#ffffff";
  const DARK_GROUND = "#1f262e";
  const ENOUGH_CONTRAST = 4.5;

  const page = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const isFramed = window.parent !== window;
  const welcome = { origin: null, title: "", greeting: "", color: "" };
  let wantsFocus = false;

  /* ---- colour ---- */

  function parts(color) {
    return [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
  }

  function luminance(color) {
    const [red, green, blue] = parts(color).map((byte) => {
      const part = byte / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  /** WCAG 2, from 1 to 21. */
  function contrast(one, other) {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  }

  function mix(color, other, share) {
    const wanted = parts(other);
    const bytes = parts(color).map((byte, at) => Math.round(byte + (wanted[at] - byte) * share));
    return `#${bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
  }

  /** The colour, as far towards black or white as it takes to be read as text on the ground. */
  function legible(color, ground) {
    const end = ground === DARK_GROUND ? "#ffffff" : "#000000";
    for (let share = 0; share < 1; share += 0.05) {
      const mixed = mix(color, end, share);
      if (contrast(mixed, ground) >= ENOUGH_CONTRAST) return mixed;
    }
    return end;
  }

  function paint() {
    if (!welcome.color) return;
    const accent = legible(welcome.color, dark.matches ? DARK_GROUND : LIGHT_GROUND);
    const above = contrast(accent, "#ffffff") >= contrast(accent, "#000000") ? "#ffffff" : "#000000";
    page.style.setProperty("--wy-accent", accent);
    page.style.setProperty("--wy-on-accent", above);
  }

  /* ---- what the page is made of comes later, and may be made anew ---- */

  /** Gradio sets its own when it has built the page. */
  function keepTitle() {
    if (welcome.title && document.title !== welcome.title) document.title = welcome.title;
  }

  function greet() {
    const place = document.getElementById(GREETING);
    if (!place || !welcome.greeting || place.textContent === welcome.greeting) return;
    place.textContent = welcome.greeting;
  }

  /** Not on a touch screen, where the keyboard would cover the suggested questions. */
  function focusQuestion() {
    if (!wantsFocus) return;
    const box = document.querySelector(QUESTION);
    if (!box) return;
    wantsFocus = false;
    if (!window.matchMedia("(pointer: coarse)").matches) box.focus();
  }

  function watchPage() {
    const observer = new MutationObserver(() => {
      keepTitle();
      greet();
      focusQuestion();
    });
    observer.observe(page, { childList: true, subtree: true });
  }

  /* ---- messages ---- */

  function textOf(value, limit) {
    return typeof value === "string" ? [...value].slice(0, limit).join("") : "";
  }

  function onHello(message) {
    // As a document's title it has neither blanks at its ends nor two of them together.
    welcome.title = textOf(message.title, MAX_TITLE).replace(/\s+/g, " ").trim();
    welcome.greeting = textOf(message.greeting, MAX_GREETING);
    welcome.color = /^#[0-9a-f]{6}$/i.test(message.color) ? message.color : "";
    paint();
    keepTitle();
    greet();
  }

  function onOpened() {
    wantsFocus = true;
    focusQuestion();
  }

  function receive(event) {
    const message = event.data;
    if (event.source !== window.parent || !message || typeof message !== "object") return;
    if (message.wenyuan === "hello" && welcome.origin === null) welcome.origin = event.origin;
    if (event.origin !== welcome.origin) return;
    if (message.wenyuan === "hello") onHello(message);
    if (message.wenyuan === "opened") onOpened();
  }

  /** A local file's origin is "null", which cannot be addressed; nothing said here is a secret. */
  function tell(message) {
    const isAddressable = welcome.origin !== null && welcome.origin !== "null";
    window.parent.postMessage(message, isAddressable ? welcome.origin : "*");
  }

  /** Last of all listeners: whoever used the key for itself has prevented its default by now. */
  function onKey(event) {
    if (event.key !== "Escape" || event.isComposing || event.defaultPrevented) return;
    tell({ wenyuan: "close" });
  }

  function start() {
    const isWidget = new URLSearchParams(window.location.search).get("widget") === "1";
    page.classList.toggle("wy-embedded", isFramed || isWidget);
    if (!isFramed) return;
    window.addEventListener("message", receive);
    window.addEventListener("keydown", onKey);
    dark.addEventListener("change", paint);
    watchPage();
    tell({ wenyuan: "ready" });
  }

  start();
})();
