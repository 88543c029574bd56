/* The theme changes at once, without a new page: what is being written or heard stays. Without this script the form does it. */
(() => {
  const root = document.documentElement;
  const after = { auto: "light", light: "dark", dark: "auto" };

  const show = (theme) => {
    if (theme === "auto") root.removeAttribute("data-theme");
    else root.dataset.theme = theme;
    document.querySelectorAll("form[data-themes]").forEach((form) => {
      form.querySelector("[data-theme-name]").textContent = form.dataset[theme];
      form.querySelector("button").value = after[theme];
    });
    document.dispatchEvent(new Event("themechange"));
  };

  document.querySelectorAll("form[data-themes]").forEach((form) =>
    form.addEventListener("submit", (event) => {
      const button = form.querySelector("button");
      const chosen = button.value;
      const sent = new URLSearchParams(new FormData(form));
      sent.set("theme", chosen);
      event.preventDefault();
      fetch(form.action, { method: "POST", body: sent, redirect: "manual" })
        .then((answer) => {
          if (answer.type === "opaqueredirect") show(chosen);
          else location.reload();
        })
        .catch(() => show(chosen));
    }),
  );
})();
