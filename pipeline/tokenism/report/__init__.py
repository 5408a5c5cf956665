"""The offline report: an index, a page for each organisation, and every claim with its quotation and page."""
