// <trouvaille-related url limit titre niveau>: the items related to a page, from the service that served this file.
(() => {
  const service = new URL(".", document.currentScript.src);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`__STYLE__`);

  class TrouvailleRelated extends HTMLElement {
    static observedAttributes = ["url", "limit", "titre", "niveau"];

    connectedCallback() {
      if (!this.shadowRoot) {
        this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
      }
      this.refresh();
    }

    disconnectedCallback() {
      this.pending?.abort();
    }

    attributeChangedCallback() {
      if (this.shadowRoot) this.refresh();
    }

    // Holds the height of the list from the start, and keeps it whatever happens: what is below never moves.
    reserve(limit) {
      const height = new CSSStyleSheet();
      height.replaceSync(`:host{display:block;min-height:calc(2.6em + ${limit} * 6.6em)}:host([hidden]){display:none}`);
      this.shadowRoot.adoptedStyleSheets = [sheet, height];
    }

    async refresh() {
      this.pending?.abort();
      const limit = Math.min(20, Math.max(1, parseInt(this.getAttribute("limit"), 10) || 5));
      const page = this.getAttribute("url") || document.querySelector("link[rel=canonical]")?.href || location.href;
      const query = new URLSearchParams({ url: page.split("#")[0], limit });
      for (const name of ["titre", "niveau"]) {
        if (this.hasAttribute(name)) query.set(name, this.getAttribute(name));
      }
      this.reserve(limit);
      const pending = (this.pending = new AbortController());
      const patience = setTimeout(() => pending.abort("délai dépassé"), 8000);
      try {
        const answer = await fetch(new URL(`related?${query}`, service), { credentials: "omit", signal: pending.signal });
        if (!answer.ok) throw answer.status;
        const html = await answer.text();
        if (pending === this.pending) this.shadowRoot.innerHTML = html;
      } catch (reason) {
        if (pending === this.pending && this.isConnected) {
          this.shadowRoot.innerHTML = "";
          console.warn(`trouvaille-related : pas de contenus proches pour ${page} (${reason})`);
        }
      } finally {
        clearTimeout(patience);
      }
    }
  }

  if (!customElements.get("trouvaille-related")) customElements.define("trouvaille-related", TrouvailleRelated);
})();
