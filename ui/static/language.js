"use strict";
// The language of the chat page, settled before Gradio's scripts run: it picks its own words
// by navigator.language, and sends the address, by which the server answers, with questions.
(() => {
  const STORED = "wenyuan-language";
  const SPOKEN = ["zh-CN", "zh-TW", "en"];
  const TRADITIONAL = /^zh-(.*-)?(hant|tw|hk|mo)\b/i;

  tellGradio(chooseLanguage());
  document.addEventListener("click", followLanguageLink, true);

  /** The language of the address, else the one chosen last, else the browser's. */
  function chooseLanguage() {
    const stated = new URLSearchParams(location.search).get("lang") || stored();
    const wanted = [stated, ...navigator.languages].filter(Boolean);
    return wanted.map(spoken).find(Boolean) || SPOKEN[0];
  }

  function spoken(tag) {
    if (TRADITIONAL.test(tag) && !/hans/i.test(tag)) return "zh-TW";
    return SPOKEN.find((each) => each.slice(0, 2) === tag.slice(0, 2).toLowerCase());
  }

  function stored() {
    try {
      return localStorage.getItem(STORED);
    } catch {
      return null; // storage is switched off, or belongs to another site's frame
    }
  }

  function tellGradio(tag) {
    document.documentElement.lang = tag;
    Object.defineProperty(navigator, "language", { configurable: true, get: () => tag });
    Object.defineProperty(navigator, "languages", { configurable: true, get: () => [tag] });
    const parameters = new URLSearchParams(location.search);
    if (parameters.get("lang") !== tag) {
      parameters.set("lang", tag);
      history.replaceState(history.state, "", `?${parameters}`);
    }
  }

  // Gradio opens every link in a new window; this one changes the page.
  function followLanguageLink(event) {
    const link = event.target.closest("a.wy-language");
    if (!link) return;
    event.preventDefault();
    event.stopPropagation();
    const tag = new URL(link.href).searchParams.get("lang");
    try {
      localStorage.setItem(STORED, tag);
    } catch {
      // then the address alone remembers it
    }
    const parameters = new URLSearchParams(location.search);
    parameters.set("lang", tag);
    location.search = parameters;
  }
})();
