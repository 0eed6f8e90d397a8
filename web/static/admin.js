// Follows a job as it goes on; without it the page asks again by itself. Its texts come from the service, in French.
const steps = document.getElementById("etapes");
const log = document.getElementById("journal");
const announcement = document.getElementById("annonce");
const events = new EventSource(`${location.pathname}/flux`);

const on = (name, act) => events.addEventListener(name, (event) => act(JSON.parse(event.data)));

on("etapes", (html) => { steps.innerHTML = html; });
on("annonce", (step) => {
  if (announcement.textContent !== step) announcement.textContent = step;
});
on("journal", (text) => {
  log.textContent = text;
  log.closest(".log").hidden = text === "";
});
on("fin", () => {
  events.close();
  location.replace(location.pathname);
});
