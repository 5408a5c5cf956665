"""Sources of the demo corpus in, PDFs and truth out: reading, checking, composing, finishing."""
