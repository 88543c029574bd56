/* The ways in: a call of the telephone, a sample call, practice, one's own microphone. */
import { NoSound, openMicrophone } from "./live-sound.js";

const chosen = (select) => ({ sample: select.value, language: select.selectedOptions[0].lang });
const soundOf = (select) => select.selectedOptions[0].dataset.sound;

export const listenToStarts = ({ begin, play, listen, deliver, worklet, hindered }) => {
  const starts = {
    telephone: (form) => begin({ do: "open", source: "telephone", call: form.call.value.trim(), assist: true }),
    sample: (form) => {
      const speed = Number(form.speed.value);
      begin({ do: "open", source: "sample", ...chosen(form.sample), speed, assist: true });
      play(soundOf(form.sample), speed);
    },
    practice: (form) => {
      begin({ do: "open", source: "practice", ...chosen(form.sample), speed: 1, assist: false });
      play(soundOf(form.sample), 1);
    },
    microphone: async (form) => {
      const button = form.querySelector("button");
      if (button.ariaBusy === "true") return;
      const [role, language] = [form.role.value, form.language.value];
      button.ariaBusy = "true";
      try {
        const microphone = await openMicrophone(worklet, deliver);
        begin({ do: "open", source: "microphone", language, roles: [role], assist: true });
        listen(microphone);
      } catch (error) {
        if (!(error instanceof NoSound)) throw error;
        hindered({ code: error.message });
      } finally {
        button.ariaBusy = null;
      }
    },
  };
  document.querySelectorAll("[data-start]").forEach((form) =>
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      starts[form.dataset.start](form);
    }),
  );
  return {
    follow: (call) => begin({ do: "open", source: "telephone", call, assist: true }),
    practiseAgain: (message) => {
      begin({ ...message, assist: true });
      play(soundOf(document.getElementById("practice")), 1);
    },
  };
};
