/* A form goes out once: its buttons wait after the first click, and work again when the page is shown anew. */
(() => {
  const buttonsOf = (form) => [...form.querySelectorAll("button:not([type='button'])")];
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    buttonsOf(form).forEach((button) => button.setAttribute("aria-busy", "true"));
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      buttonsOf(form).forEach((button) => button.removeAttribute("aria-busy"));
    });
  });
})();
