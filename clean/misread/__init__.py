"""What OCR misread: letters, words and marks, and how likely that is."""
