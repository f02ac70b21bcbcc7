"""PDF: letters by their places on the page to words, lines, columns and blocks."""
