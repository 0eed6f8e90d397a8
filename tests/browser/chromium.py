"""What a visitor's browser is made of: where Chromium is, how it starts, and the pages that are looked at."""

import shutil
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
"""The browser without a window, or else the whole one: it draws its tool bars for every visitor, where nobody sees them."""

TOOLS = Path(__file__).parent / "node_modules"
AXE = TOOLS / "axe-core" / "axe.min.js"
CHECKER = TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"

LAUNCH: dict[str, Any] = {
    "executable_path": CHROMIUM,
    "args": [
        "--no-sandbox",  # continuous integration runs as root
        "--disable-gpu",
        "--lang=fr-FR",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ],
}

PHONE = {"width": 375, "height": 667}
DESKTOP = {"width": 1280, "height": 900}

PAGES = {
    "home": "/",
    "results": "/recherche?q=eau+togo",
    "filtered": "/recherche?q=eau&country=Togo&theme=Jeunesse&from=2024-01-01&sort=date",
    "upcoming": "/recherche?kind=evenement&upcoming=1",
    "last page": "/recherche?q=eau+togo&page=8",
    "empty": "/recherche?q=xyzzy&country=Togo",
    "event": "/contenu/evenement-001",
    "resource": "/contenu/ressource-001",
    "api": "/api",
    "missing": "/contenu/inconnu",
    "refused": "/recherche?from=hier",
}
