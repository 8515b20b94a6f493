// The answer box in the browser. A draft is kept in the tab's storage, with the page load that wrote it.
window.answerBox = {
  keep(key, text) {
    sessionStorage.setItem(key, JSON.stringify([performance.timeOrigin, text ?? ""]));
  },
  read(key) {
    return JSON.parse(sessionStorage.getItem(key) ?? '[0, ""]');
  },
  // What an earlier load of the page left behind (a log-in in between, a restart); never this one's own.
  leftBehind(key) {
    const [load, text] = this.read(key);
    return load === performance.timeOrigin ? "" : text;
  },
  insert(text) {
    const field = document.querySelector(".answer textarea");
    field.value = (field.value ? field.value + "\n" : "") + text;
    field.dispatchEvent(new Event("input"));
    field.focus();
  },
  // Enter sends, Shift+Enter is a new line; an Enter that ends an input method's word does neither.
  // The box is emptied at once, so that a second Enter or a slow line cannot send a text twice; the draft
  // stays until the server says that it has the text.
  send(event, key, longest, emit) {
    if (event.type === "keydown" && (event.shiftKey || event.isComposing || event.keyCode === 229)) return;
    event.preventDefault();
    const field = document.querySelector(".answer textarea");
    const text = field.value.trim();
    if (text) {
      emit(text);
      if ([...text].length > longest) return field.focus(); // the server says why; nothing is cut
      field.value = "";
      field.dispatchEvent(new Event("input"));
      this.keep(key, text);
    }
    field.focus();
  },
  taken(key, text) {
    if (this.read(key)[1] === text) sessionStorage.removeItem(key);
  },
};
