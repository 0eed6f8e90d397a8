// A bonus: every page works without this file. It completes what is typed (a combobox of the ARIA practices) and changes the
// results without loading the whole page; it tells the service which rank was opened. It stores nothing and asks no other site.
"use strict";

/** Waits for a pause in the calls before it makes the last one. */
function debounced(call, pause) {
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(call, pause, ...values);
  };
}

/** Suggestions under one search field. */
class Combobox {
  constructor(form) {
    this.input = form.querySelector("input[type=search]");
    this.form = form;
    this.address = form.dataset.suggestions;
    this.chosen = -1;
    this.options = [];
    this.list = document.createElement("ul");
    this.list.id = "suggestions";
    this.list.className = "suggestions";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Suggestions");
    form.querySelector(".box").after(this.list);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", "suggestions"]]) {
      this.input.setAttribute(name, value);
    }
    const ask = debounced(() => this.ask(), 120);
    this.input.addEventListener("input", ask);
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.take(event.target.closest("[role=option]")));
    form.addEventListener("submit", () => this.close());
  }

  async ask() {
    this.asking?.abort();
    const typed = this.input.value.trim();
    if (typed.length < 2) {
      this.close();
      return;
    }
    this.asking = new AbortController();
    try {
      const answer = await fetch(`${this.address}?q=${encodeURIComponent(typed)}`, { signal: this.asking.signal });
      this.show(answer.ok ? (await answer.json()).suggestions : []);
    } catch (error) {
      if (error.name !== "AbortError") this.close();
    }
  }

  show(suggestions) {
    this.options = suggestions.slice(0, 8).map((suggestion, rank) => {
      const option = document.createElement("li");
      option.id = `suggestion-${rank}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.textContent = suggestion.text;
      option.dataset.url = suggestion.url ?? "";
      return option;
    });
    this.list.replaceChildren(...this.options);
    this.choose(-1);
    const isOpen = this.options.length > 0 && document.activeElement === this.input;
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) announce(`${this.options.length} suggestion${this.options.length > 1 ? "s" : ""}, flèches pour choisir`);
  }

  choose(rank) {
    this.options[this.chosen]?.setAttribute("aria-selected", "false");
    this.chosen = rank;
    const option = this.options[rank];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  onKey(event) {
    if (event.isComposing) return;
    const count = this.options.length;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !this.list.hidden) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.choose(((this.chosen + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (event.key === "Enter" && !this.list.hidden && this.chosen >= 0) {
      event.preventDefault();
      this.take(this.options[this.chosen]);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    }
  }

  take(option) {
    if (!option) return;
    this.close();
    if (option.dataset.url) {
      window.location.assign(option.dataset.url);
      return;
    }
    this.input.value = option.textContent;
    this.form.requestSubmit();
  }

  close() {
    this.asking?.abort();
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.choose(-1);
  }
}

/** Says something to those who listen to the page instead of looking at it. */
function announce(text) {
  const status = document.getElementById("annonce");
  if (status) status.textContent = text;
}

/** The results, replaced in place: the address, the title, the history and the focus follow. */
class Results {
  constructor() {
    this.loading = null;
    document.addEventListener("click", (event) => this.onClick(event));
    document.addEventListener("submit", (event) => this.onSubmit(event));
    window.history.scrollRestoration = "manual";
    this.shown = Results.search;
    window.addEventListener("popstate", (event) => this.onBack(event));
  }

  static get area() {
    return document.getElementById("resultats");
  }

  /** Whether this is a search of ours, shown by the page that is open. */
  static isSearch(url) {
    const form = document.querySelector("form.search");
    return Boolean(Results.area) && url.origin === window.location.origin && url.pathname === new URL(form.action).pathname;
  }

  static get search() {
    return window.location.pathname + window.location.search;
  }

  /** Back or forward to another search; to a place of the same one there is nothing to load. */
  onBack(event) {
    if (this.shown !== Results.search) this.load(window.location.href, { isBack: true, scroll: event.state?.scroll ?? 0 });
  }

  onClick(event) {
    const link = event.target.closest("a[href]");
    const isPlain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    if (!link || !isPlain || event.defaultPrevented || link.target || !Results.isSearch(new URL(link.href))) return;
    if (!link.closest("#resultats")) return;
    event.preventDefault();
    this.load(link.href, { cause: link });
  }

  onSubmit(event) {
    const form = event.target;
    const url = new URL(form.action);
    if (form.method !== "get" || !Results.isSearch(url)) return;
    event.preventDefault();
    url.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== "")).toString();
    this.load(url.href, { cause: form });
  }

  async load(address, { cause = null, isBack = false, scroll = 0 } = {}) {
    this.loading?.abort();
    this.loading = new AbortController();
    Results.area.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" }, signal: this.loading.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!answer.ok || !page.getElementById("resultats")) throw new Error(String(answer.status));
      if (!isBack) {
        window.history.replaceState({ scroll: window.scrollY }, "");
        window.history.pushState(null, "", address);
      }
      this.shown = Results.search;
      this.show(page, cause);
      if (isBack) window.scrollTo({ top: scroll, behavior: "instant" });
      else this.settleFocus(cause);
    } catch (error) {
      if (error.name !== "AbortError") window.location.assign(address);
    }
  }

  show(page, cause) {
    const wasOpen = Boolean(document.querySelector("#filtres:popover-open"));
    const opened = [...document.querySelectorAll("#filtres section details[open]")].map((details) => details.parentElement.getAttribute("aria-labelledby"));
    document.title = page.title;
    for (const selector of ["form.search", "#resultats"]) {
      const [old, fresh] = [document, page].map((place) => place.querySelector(selector));
      if (selector === "form.search") replaceForm(old, fresh);
      else old.replaceWith(document.adoptNode(fresh));
    }
    replaceHead(page);
    for (const name of opened) document.querySelector(`#filtres section[aria-labelledby="${name}"] details`)?.setAttribute("open", "");
    if (wasOpen && isInFilters(cause)) document.getElementById("filtres")?.showPopover?.();
    announce(document.querySelector("h1").textContent.trim());
  }

  /** Back to the same filter after a filter, else to the top of the results. */
  settleFocus(cause) {
    const name = cause?.querySelector(".name")?.textContent;
    const same = isInFilters(cause) && name && [...document.querySelectorAll("#filtres a")].find((link) => link.querySelector(".name")?.textContent === name);
    if (same) {
      same.focus({ preventScroll: true });
      return;
    }
    const heading = document.querySelector("h1");
    heading.setAttribute("tabindex", "-1");
    heading.focus({ preventScroll: true });
    window.scrollTo({ top: 0, behavior: "instant" });
  }
}

/** Tells the service which rank was opened for which query, and nothing else; the link itself leads straight to the item. */
function countClick(event) {
  const link = event.target.closest?.(".hits[data-clicks] h2 a");
  if (!link || navigator.globalPrivacyControl || event.button > 1) return;
  const list = link.closest(".hits");
  const { clicks, query, first, generation } = list.dataset;
  const rank = Number(first) + [...list.children].indexOf(link.closest(".hit"));
  navigator.sendBeacon(clicks, JSON.stringify({ query, rank, generation }));
}

/** Whether what was used is among the filters. */
function isInFilters(cause) {
  return Boolean(cause?.closest("#filtres"));
}

/** The form keeps its field, where somebody may be typing: only what goes with it is replaced. */
function replaceForm(old, fresh) {
  const field = old.querySelector("input[type=search]");
  if (document.activeElement !== field || field.value === "") field.value = fresh.querySelector("input[type=search]").value;
  old.querySelectorAll("input[type=hidden]").forEach((input) => input.remove());
  old.append(...[...fresh.querySelectorAll("input[type=hidden]")].map((input) => document.adoptNode(input)));
}

/** The feeds that a reader finds are those of the search that is shown. */
function replaceHead(page) {
  document.head.querySelectorAll("link[rel=alternate]").forEach((link) => link.remove());
  document.head.append(...[...page.head.querySelectorAll("link[rel=alternate]")].map((link) => document.adoptNode(link)));
}

const form = document.querySelector("form.search");
if (form) new Combobox(form);
if (Results.area) {
  new Results();
  for (const name of ["click", "auxclick"]) document.addEventListener(name, countClick);
}
