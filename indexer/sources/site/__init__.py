"""Web sites: a saved folder, or a polite crawl."""
