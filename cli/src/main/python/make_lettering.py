"""Draws the glyphs of the pictures' labels: one byte of ink per pixel, glyph after glyph.

Usage: make_lettering.py DejaVuSansMono.ttf OUTPUT

The order of the glyphs is that of GLYPHS, which the class Lettering repeats.
"""

import sys

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT, SIZE, BASELINE = 8, 17, 13, 13
GLYPHS = "".join(map(chr, range(32, 127))) + "σ²‖·−×µ°π√±…"

font = ImageFont.truetype(sys.argv[1], SIZE)
with open(sys.argv[2], "wb") as out:
    for glyph in GLYPHS:
        cell = Image.new("L", (WIDTH, HEIGHT), 0)
        ImageDraw.Draw(cell).text((0, BASELINE), glyph, fill=255, font=font, anchor="ls")
        out.write(cell.tobytes())
