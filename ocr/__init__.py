"""Paper to fields: files opened safely, pages found and laid flat, text read, kinds told, fields taken out and checked.

A picture goes through five hands, each a module or package of its own:
`files` (bytes to frames) → `sheets` (frames to flat sheets) → `engine` (sheets to lines) → `kinds` (lines to a kind)
→ `fields` (lines to values that passed their checks). `reader` leads it from one to the next; `reading` is what comes
out. Only the vision process and command lines import this package: it needs OpenCV.
"""
