"""Where the claim of participation exceeds the described practice, read from council and NHS strategy PDFs."""

__version__ = "0.1.0"
