"""From a PDF to passages: engines, layout, cleaning and isolation. Nothing here knows the ladder."""
