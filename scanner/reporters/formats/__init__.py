"""The formats: each module here has `render(report, style) -> str` and is offered by its name."""
