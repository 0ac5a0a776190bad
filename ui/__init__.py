"""The Qt Quick shell that draws the pages of a visit."""
