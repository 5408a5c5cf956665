"""Quotations of a report, looked for on their pages by another reader than the one that gave them."""
