"""Pictures from primitives: text, HTML, graphs and charts. The wing knows no case."""
