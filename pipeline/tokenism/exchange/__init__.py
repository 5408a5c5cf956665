"""Codebook and tags in the forms of other tools: functions from records to text, which write no file themselves."""
