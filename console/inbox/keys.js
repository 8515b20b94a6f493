// The inbox by keyboard. Nothing of it while one types.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, [contenteditable]");
  if (typing || event.ctrlKey || event.altKey || event.metaKey || document.querySelector(".q-dialog")) return;
  const links = [...document.querySelectorAll(".inbox .row-case a")].filter((link) => link.offsetParent);
  const at = links.indexOf(document.activeElement);
  const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
  if (step && links.length) {
    links[at < 0 ? 0 : Math.min(Math.max(at + step, 0), links.length - 1)].focus();
  } else if (event.key === "t" && at >= 0) {
    links[at].closest(".row-case").querySelector("[data-take]")?.click();
  } else if (event.key === "/") {
    document.querySelector(".search input")?.focus();
  } else if (event.key === "?") {
    document.querySelector("[data-keys]")?.click();
  } else {
    return;
  }
  event.preventDefault();
});
