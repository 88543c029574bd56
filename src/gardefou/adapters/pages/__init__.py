"""The pages that the web process serves: templates, wording in two languages, style and scripts."""
