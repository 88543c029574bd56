/* The theme: what the system wants, or light, or dark. Storage may be refused to pages opened from a folder. */
(() => {
  const root = document.documentElement;
  const key = "gardefou-theme";
  const following = { auto: "light", light: "dark", dark: "auto" };

  const recall = () => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const keep = (theme) => {
    try {
      localStorage.setItem(key, theme);
    } catch {
      /* The choice then lasts as long as the page. */
    }
  };

  const recalled = recall();
  let theme = recalled in following ? recalled : "auto";
  const apply = () => {
    if (theme === "auto") root.removeAttribute("data-theme");
    else root.dataset.theme = theme;
    document.querySelectorAll("[data-theme-switch]").forEach((button) => {
      button.querySelector("[data-theme-name]").textContent = button.dataset[theme];
    });
    document.dispatchEvent(new Event("themechange"));
  };
  apply();
  document.addEventListener("DOMContentLoaded", () => {
    apply();
    document.querySelectorAll("[data-theme-switch]").forEach((button) =>
      button.addEventListener("click", () => {
        theme = following[theme];
        keep(theme);
        apply();
      }),
    );
  });
})();
