"""Web pages: the article's text among everything else, and what the page says about it."""
