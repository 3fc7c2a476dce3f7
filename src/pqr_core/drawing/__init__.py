"""Pictures from primitives: text, HTML, graphs and charts. Knows no case."""
