"use strict";
// The button of a conversation that is laid out for printing.
document.getElementById("print")?.addEventListener("click", () => window.print());
