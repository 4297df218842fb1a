"use strict";
// Light or dark: as the system has it, unless this page's button said otherwise. Gradio reads the
// choice from the address, so it must stand there before Gradio's scripts run.
(() => {
  const STORED = "wenyuan-theme";
  const PARAMETER = "__theme";

  const chosen = stored();
  if (chosen) tellGradio(chosen);
  document.addEventListener("click", (event) => {
    if (event.target.closest && event.target.closest(".wy-theme")) change();
  });

  function stored() {
    try {
      return localStorage.getItem(STORED);
    } catch {
      return null; // storage is switched off, or belongs to another site's frame
    }
  }

  function tellGradio(theme) {
    const address = new URL(location.href);
    if (address.searchParams.get(PARAMETER) === theme) return;
    address.searchParams.set(PARAMETER, theme);
    history.replaceState(history.state, "", address);
  }

  function change() {
    const theme = document.body.classList.toggle("dark") ? "dark" : "light";
    tellGradio(theme);
    try {
      localStorage.setItem(STORED, theme);
    } catch {
      // then the address alone remembers it
    }
  }
})();
